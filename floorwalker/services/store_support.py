"""Reads the section `support` of store.yml: hours, teams, limits of the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

from floorwalker.domain.handoff import URGENT, Limits, Support, Team
from floorwalker.domain.hours import Hours, Span
from floorwalker.domain.money import Money
from floorwalker.services.settings_node import Wrong

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WHOLE = ("talks_each", "minutes_each", "silent_minutes", "leave_minutes", "wait_minutes", "return_hours",
         "callback_days", "quiet_minutes")  # fmt: skip
SCORES = ("offer_score", "force_score")
PAIRS = ("first_reply_seconds", "next_reply_seconds")
CRMS = ("none", "webhook")
HELPDESKS = ("embedded", "chatwoot", "webhook")
KNOWN = ("hours", "teams", "priorities", "limits", "high_value", "crm", "helpdesk", *WHOLE, *SCORES, *PAIRS)


def read_support(value: Any, zone: str, closed: Sequence[date], money: Callable[[Any], Money]) -> Support:
    """Raises Wrong. `closed`: the shop's holidays; `money` reads an amount of the shop's currency."""
    if not isinstance(value, Mapping):
        raise Wrong("needs settings like `hours: {mon-fri: \"09:00-18:00\"}`")
    _only("", value, KNOWN)
    opening = _section(value, "hours")
    plain: dict[str, Any] = {name: _whole(name, value[name]) for name in WHOLE if name in value}
    plain |= {name: _pair(name, value[name]) for name in PAIRS if name in value}
    plain |= {name: _score(name, value[name]) for name in SCORES if name in value}
    if "high_value" in value:
        plain["high_value"] = money(value["high_value"])
    if "teams" in value:
        plain["teams"] = _teams(value["teams"])
    return Support(
        hours=Hours(zone, _week(opening), frozenset(closed)),
        opening={str(days): str(spans) for days, spans in opening.items()},
        priorities={name: _priority(f"priorities.{name}", it) for name, it in _section(value, "priorities").items()},
        limits={role: _limits(role, it, money) for role, it in _section(value, "limits").items()},
        crm=_one_of("crm", value.get("crm", "none"), CRMS),
        helpdesk=_one_of("helpdesk", value.get("helpdesk", "embedded"), HELPDESKS),
        **plain,
    )


def _one_of(name: str, value: Any, known: Sequence[str]) -> str:
    """The first one known means nobody outside."""
    if value not in known:
        raise Wrong(f"{name}: {value!r} is not known; write {' or '.join(known)}")
    return "" if value == known[0] else str(value)


def _week(opening: Mapping[str, Any]) -> dict[int, tuple[Span, ...]]:
    week: dict[int, tuple[Span, ...]] = {}
    for days, spans in opening.items():
        for day in _days(str(days)):
            week[day] = tuple(_span(span) for span in str(spans).split(","))
    return week


def _days(words: str) -> range:
    first, _, last = words.partition("-")
    if first not in DAYS or (last or first) not in DAYS:
        raise Wrong(f"hours: {words!r} is no day; write mon, sat or mon-fri")
    days = range(DAYS.index(first), DAYS.index(last or first) + 1)
    if not days:
        raise Wrong(f"hours: {words!r} is no day or row of days in one week; write mon, sat or mon-fri")
    return days


def _span(words: str) -> Span:
    start, _, end = words.strip().partition("-")
    try:
        span = time.fromisoformat(start), time.fromisoformat(end)
    except ValueError:
        raise Wrong(f'hours: {words!r} is no time; write "09:00-18:00"') from None
    if span[0] >= span[1]:
        raise Wrong(f"hours: {words!r} ends before it begins")
    return span


def _teams(value: Any) -> tuple[Team, ...]:
    if not isinstance(value, list) or not value:
        raise Wrong("teams: needs at least one entry with id and title")
    teams = []
    for one in value:
        if not isinstance(one, Mapping) or not isinstance(one.get("id"), str) or not one.get("title"):
            raise Wrong("teams: each needs id and title, like {id: desk, title: {en: the desk}}")
        _only(f"teams.{one['id']}", one, ("id", "title", "reasons"))
        teams.append(Team(one["id"], dict(one["title"]), tuple(map(str, one.get("reasons") or ()))))
    return tuple(teams)


def _limits(role: str, value: Any, money: Callable[[Any], Money]) -> Limits:
    if not isinstance(value, Mapping):
        raise Wrong(f'limits.{role}: needs entries like {{refund: "50.00", coupon_percent: 10}}')
    _only(f"limits.{role}", value, ("refund", "coupon_percent"))
    refund = value.get("refund", "0")
    return Limits(None if refund == "all" else money(refund), _whole(f"limits.{role}", value.get("coupon_percent", 0)))


def _section(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name) or {}
    if not isinstance(found, Mapping):
        raise Wrong(f"{name}: needs entries by name")
    return found


def _whole(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Wrong(f"{name}: must be a whole number, not {value!r}")
    return value


def _priority(name: str, value: Any) -> int:
    if _whole(name, value) > URGENT:
        raise Wrong(f"{name}: must be 0 (low) to {URGENT} (urgent), not {value!r}")
    return int(value)


def _score(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 2:
        raise Wrong(f"{name}: must be a number above 0 and up to 2, not {value!r}")
    return float(value)


def _pair(name: str, value: Any) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise Wrong(f"{name}: needs two numbers, like [60, 300]")
    soon, late = (_whole(name, one) for one in value)
    return soon, late


def _only(where: str, value: Mapping[str, Any], known: Sequence[str]) -> None:
    unknown = sorted(set(map(str, value)) - set(known))
    if unknown:
        place = f"{where}: " if where else ""
        raise Wrong(f"{place}unknown setting {unknown[0]}; known are {', '.join(known)}")
