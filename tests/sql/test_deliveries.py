"""How far a person's messages have come: forward only, whoever tells of it and how often."""

from __future__ import annotations

from functools import partial

import pytest

from floorwalker.adapters.sql.transcript import SqlTranscript
from floorwalker.conversations.log import REACHED
from floorwalker.domain.transcript import Entry
from floorwalker.testing.races import together
from tests.sql.test_turns_of_two import rows

__all__ = ["rows"]


def say(rows: SqlTranscript, author: str = "agent") -> int:
    row = rows.append(Entry("c1", "out", author, {}, name="Marta"), {"type": "text"}, None)
    assert row
    return row.seq


def far(rows: SqlTranscript) -> list[str | None]:
    return [row.delivery for row in rows.since("c1", 0)]


def test_only_a_persons_messages_up_to_there_move(rows: SqlTranscript) -> None:
    seqs = [say(rows), say(rows, "bot"), say(rows), say(rows)]
    assert rows.hand_on("c1", seqs[2], "sent", REACHED["sent"])
    assert far(rows) == ["sent", None, "sent", None]
    assert rows.hand_on("c1", seqs[0], "delivered", REACHED["delivered"])
    assert not rows.hand_on("c1", seqs[2], "sent", REACHED["sent"])
    assert far(rows) == ["delivered", None, "sent", None]
    assert rows.deliveries("c1", seqs[0]) == {seqs[2]: ("sent", ""), seqs[3]: (None, "")}


def test_what_has_arrived_is_not_turned_away_any_more(rows: SqlTranscript) -> None:
    first, second, bots = say(rows), say(rows), say(rows, "bot")
    rows.hand_on("c1", first, "delivered", REACHED["delivered"])
    refused = [rows.turn_away("c1", seq, "x", REACHED["failed"]) for seq in (first, bots, 99)]
    assert refused == [False] * 3 and far(rows) == ["delivered", None, None]
    assert rows.turn_away("c1", second, "w" * 300, REACHED["failed"])
    assert rows.deliveries("c1", first) == {second: ("failed", "w" * 200)}


@pytest.mark.parametrize("tries", range(3))
def test_many_tell_of_one_arrival_and_one_moves_it(rows: SqlTranscript, tries: int) -> None:
    seq = say(rows)
    found = together(*[partial(rows.hand_on, "c1", seq, "delivered", REACHED["delivered"])] * 6)
    assert sorted(found) == [False] * 5 + [True] and far(rows) == ["delivered"]
