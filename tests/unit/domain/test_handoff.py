"""The line for a person, who takes what, and how late somebody is."""

from __future__ import annotations

import pytest

from floorwalker.domain.handoff import MOVES, OPEN, Handoff, Line, Present, Support, Team, lateness, line

SUPPORT = Support(teams=(Team("floor", {"en": "floor"}), Team("till", {"en": "till"}, ("payment_failed",))),
                  talks_each=2, minutes_each=6, priorities={"payment_failed": 2})  # fmt: skip


def person(open_: int = 0, away: bool = False) -> Present:
    return Present(f"a{open_}", "Marta", away, 1, open_)


def episode(state: str = "queued", **more: int) -> Handoff:
    return Handoff("h1", "c1", state, "asked", 0, 0, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("place", "present", "found"),
    [
        (1, (), Line(1, None, somebody=False)),
        (1, (person(away=True),), Line(1, None, somebody=False)),
        (2, (person(),), Line(2)),
        (1, (person(2),), Line(1, 6)),
        (3, (person(1),), Line(3, 12)),
        (3, (person(2), person(2)), Line(3, 9)),
    ],
)
def test_free_hands_first_then_by_how_long_a_talk_takes(place: int, present: tuple[Present, ...], found: Line) -> None:
    assert line(place, present, SUPPORT) == found


def test_a_reason_finds_its_team_and_priority() -> None:
    assert (SUPPORT.team_for("payment_failed"), SUPPORT.team_for("asked")) == ("till", "floor")
    assert (SUPPORT.priority_of("payment_failed"), SUPPORT.priority_of("asked")) == (2, 1)
    assert SUPPORT.team("gone").id == "floor"


@pytest.mark.parametrize(
    ("handoff", "now", "found"),
    [
        (episode(queued_at=100), 159, ("ok", 59)),
        (episode(queued_at=100), 160, ("soon", 60)),
        (episode(queued_at=100), 400, ("late", 300)),
        (episode("human", queued_at=100, replied_at=150), 900, ("ok", None)),
        (episode("human", queued_at=100, replied_at=150, waiting_since=700), 830, ("soon", 130)),
        (episode("given_back", queued_at=100), 900, ("ok", None)),
    ],
)
def test_how_late_the_answer_is(handoff: Handoff, now: int, found: tuple[str, int | None]) -> None:
    assert lateness(handoff, now, SUPPORT) == found


def test_what_has_ended_is_never_reached_from_again() -> None:
    ended = {"given_back", "closed", "abandoned"}
    assert ended & set(OPEN) == set()
    assert all(not ended & set(sources) for sources in MOVES.values())
