"""The section `support` of store.yml: what is wrong is told by name."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from floorwalker.domain.handoff import Limits, Support, Team
from floorwalker.domain.money import Money
from floorwalker.services.settings_node import Wrong
from floorwalker.services.settings_values import money
from floorwalker.services.store_support import read_support


def read(**section: Any) -> Support:
    return read_support(section, "Europe/Berlin", [date(2026, 12, 25)], money("EUR"))


def test_everything_is_read() -> None:
    found = read(
        hours={"mon-tue": "09:00-12:00, 13:00-18:00", "sat": "10:00-16:00"},
        teams=[{"id": "floor", "title": {"en": "floor"}},
               {"id": "till", "title": {"en": "till"}, "reasons": ["legal"]}],
        first_reply_seconds=[30, 90], talks_each=2, priorities={"legal": 3},
        limits={"agent": {"refund": "50.00", "coupon_percent": 10}, "merchant": {"refund": "all"}},
    )  # fmt: skip
    assert found.hours.week == {
        0: ((time(9), time(12)), (time(13), time(18))),
        1: ((time(9), time(12)), (time(13), time(18))),
        5: ((time(10), time(16)),),
    }
    assert found.hours.closed == {date(2026, 12, 25)}
    assert found.teams == (Team("floor", {"en": "floor"}), Team("till", {"en": "till"}, ("legal",)))
    assert (found.first_reply_seconds, found.talks_each, found.priority_of("legal")) == ((30, 90), 2, 3)
    assert found.limits == {"agent": Limits(Money(5000, "EUR"), 10), "merchant": Limits(None, 0)}


def test_what_is_left_out_is_as_shipped() -> None:
    assert read().teams == Support().teams and read().wait_minutes == 60


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ({"hour": {}}, "unknown setting hour"),
        ({"hours": {"monday": "09:00-18:00"}}, "'monday' is no day"),
        ({"hours": {"sat-mon": "09:00-18:00"}}, "no day"),
        ({"hours": {"mon": "9-18"}}, "is no time"),
        ({"hours": {"mon": "18:00-09:00"}}, "ends before it begins"),
        ({"teams": []}, "at least one"),
        ({"priorities": {"abuse": 4}}, r"must be 0 \(low\) to 3 \(urgent\), not 4"),
        ({"teams": [{"id": "floor"}]}, "each needs id and title"),
        ({"teams": [{"id": "floor", "title": {"en": "x"}, "reason": []}]}, "unknown setting reason"),
        ({"talks_each": "4"}, "talks_each: must be a whole number"),
        ({"first_reply_seconds": [60]}, "needs two numbers"),
        ({"limits": {"agent": {"refunds": "1.00"}}}, "unknown setting refunds"),
        ({"limits": {"agent": {"refund": 50}}}, "must be a price in quotes"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(section: dict[str, Any], said: str) -> None:
    with pytest.raises(Wrong, match=said):
        read(**section)


def test_a_crm_is_named_or_left_out() -> None:
    assert (read().crm, read(crm="none").crm, read(crm="webhook").crm) == ("", "", "webhook")
    with pytest.raises(Wrong, match="crm: 'hubspot' is not known; write none or webhook"):
        read(crm="hubspot")
