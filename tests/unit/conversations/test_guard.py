"""The guard before Rasa, the desk behind it, and what the shopper's screen is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from floorwalker.adapters.channels.web import Sessions, WebWire
from floorwalker.conversations.guard import Guard, plainly, read_commands
from floorwalker.conversations.log import tokenized
from floorwalker.conversations.turns import Turns
from floorwalker.domain.message import button, card, text
from floorwalker.domain.transcript import Inbound
from floorwalker.errors import BadValue
from tests.unit.conversations.fakes import CONVERSATION, memory_log
from tests.unit.conversations.test_turns import WORDS

COMMANDS = read_commands(Path(__file__).parents[3] / "data")


@dataclass
class Episodes:
    """Counts what it is asked; the state stands in the log's database."""

    house: object = None
    heard: list[str] = field(default_factory=list)
    canceled: list[str] = field(default_factory=list)

    def cancel(self, conversation: str) -> bool:
        self.canceled.append(conversation)
        own(self.house, None)
        return True

    def said(self, conversation: str) -> None:
        self.heard.append(conversation)


def own(log, state: str | None, assignee: str = "") -> None:
    """Sets who answers, as the books would."""
    from sqlalchemy import delete, insert

    from floorwalker.adapters.sql import tables_talk as t

    with log.rows.engine.begin() as db:
        db.execute(delete(t.handoffs))
        if state:
            row = {"id": "h1", "conversation": CONVERSATION, "state": state, "assignee": assignee, "created": 1}
            db.execute(insert(t.handoffs).values(**row, updated=1))


@pytest.fixture
def house():
    log = memory_log()
    episodes = Episodes(log)
    turns = Turns(log, WORDS, guard=Guard(lambda: episodes, COMMANDS))
    return turns, log, episodes


@pytest.mark.parametrize("state", ["queued", "human"])
def test_what_is_written_to_a_person_never_reaches_rasa(house, state) -> None:
    turns, log, episodes = house
    own(log, state)
    accepted = turns.accept(Inbound(CONVERSATION, "m1", "my zip broke"))
    assert accepted.route == "person" and episodes.heard == [CONVERSATION]
    assert [row.state or row.body["type"] for row in log.rows.since(CONVERSATION, 0)] == ["done", "turn_end"]
    assert turns.accept(Inbound(CONVERSATION, "m1", "my zip broke")).route == "duplicate"
    assert episodes.heard == [CONVERSATION]


@pytest.mark.parametrize("state", ["offered", "callback", "given_back", "closed", "abandoned"])
def test_in_every_other_state_the_assistant_answers(house, state) -> None:
    turns, log, _ = house
    own(log, state)
    assert turns.accept(Inbound(CONVERSATION, "m1", "hello")).route == "assistant"


@pytest.mark.parametrize(
    ("words", "intent"),
    [("Back to the assistant!", "handoff_cancel"), ("Beim Assistenten bleiben", "handoff_cancel"),
     ("Hat sich erledigt.", "handoff_cancel"), ("egal", "handoff_cancel"), ("nvm", "handoff_cancel"),
     ("e-mail me", "handoff_callback"), ("Rückruf bitte", "handoff_callback")],
)  # fmt: skip
def test_who_waits_may_leave_the_line_by_words(house, words, intent) -> None:
    turns, log, episodes = house
    own(log, "queued")
    accepted = turns.accept(Inbound(CONVERSATION, "m1", words))
    assert (accepted.route, accepted.text) == ("assistant", f"/{intent}")
    assert episodes.canceled == [CONVERSATION] and episodes.heard == []


@pytest.mark.parametrize("words", ["can you cancel my order and go back to the assistant", "stop", "never mind"])
def test_to_a_person_words_are_words(house, words) -> None:
    turns, log, episodes = house
    own(log, "human", "a1")
    assert turns.accept(Inbound(CONVERSATION, "m1", words)).route == "person"
    assert episodes.canceled == []


def test_the_bars_button_leads_back_even_from_a_person(house) -> None:
    turns, log, episodes = house
    own(log, "human", "a1")
    log.control(CONVERSATION, {"type": "handover", "actions": [button("Stay", "/handoff_cancel")]})
    seq = log.rows.since(CONVERSATION, 0)[-1].seq
    accepted = turns.accept(Inbound(CONVERSATION, "m1", action=f"{seq}.1", title="Stay"))
    assert (accepted.route, accepted.text) == ("assistant", "/handoff_cancel") and episodes.canceled


def test_a_way_back_that_comes_twice_leaves_a_new_wait_alone(house) -> None:
    turns, log, episodes = house
    own(log, "queued")
    inbound = Inbound(CONVERSATION, "m1", "back to the assistant")
    assert turns.accept(inbound).route == "assistant"
    own(log, "queued")
    assert turns.accept(inbound).route == "duplicate"
    assert episodes.canceled == [CONVERSATION]


def test_a_card_number_typed_to_a_person_is_dropped_and_answered(house) -> None:
    turns, log, episodes = house
    own(log, "human", "a1")
    assert turns.accept(Inbound(CONVERSATION, "m1", "4242 4242 4242 4242")).route == "card"
    last = [row for row in log.rows.since(CONVERSATION, 0) if row.direction == "out"][-1]
    assert (last.author, last.response) == ("system", "utter_card_number_removed")
    assert episodes.heard == [CONVERSATION]


def test_any_other_button_is_words_to_a_person(house) -> None:
    turns, log, episodes = house
    row = log.say(CONVERSATION, {**text("Shall I?"), "quick_replies": [button("Yes, please", "/affirm")]})
    own(log, "human", "a1")
    accepted = turns.accept(Inbound(CONVERSATION, "m1", action=f"{row.seq}.1", title="Yes, please"))
    assert accepted.route == "person" and episodes.heard and not episodes.canceled


def test_a_turn_that_waited_while_a_person_came_is_theirs(house) -> None:
    turns, log, episodes = house
    accepted = turns.accept(Inbound(CONVERSATION, "m1", "hello"))
    own(log, "human", "a1")
    assert turns.claim(accepted.row) == "over" and episodes.heard == [CONVERSATION]
    assert [row.body["type"] for row in log.rows.since(CONVERSATION, 0)] == ["text", "turn_end"]
    assert turns.claim(accepted.row) == "over" and len(log.rows.since(CONVERSATION, 0)) == 2


def test_the_next_turn_waits_until_rasa_has_heard_that_it_answers_again(house) -> None:
    from sqlalchemy import insert, update

    from floorwalker.adapters.sql import tables_talk as t

    turns, log, _ = house
    accepted = turns.accept(Inbound(CONVERSATION, "m1", "hello"))
    with log.rows.engine.begin() as db:
        item = {"sink": "rasa", "key": "resume:h1:1", "conversation": CONVERSATION, "payload": "{}", "created": 1}
        db.execute(insert(t.outbox).values(**item))
    assert turns.claim(accepted.row) == "later"
    with log.rows.engine.begin() as db:
        db.execute(update(t.outbox).values(state="sent"))
    assert turns.claim(accepted.row) == "mine"


def test_nobody_speaks_but_who_answers(house) -> None:
    _, log, _ = house
    speakers = ("assistant", "a1", "a2")

    def heard() -> list[bool]:
        return [log.say_as(who, CONVERSATION, text("hi"), "bot") is not None for who in speakers]

    assert heard() == [True, False, False]
    own(log, "queued")
    assert heard() == [True, False, False]
    own(log, "human", "a1")
    before = len(log.rows.since(CONVERSATION, 0))
    assert heard() == [False, True, False]
    assert len(log.rows.since(CONVERSATION, 0)) == before + 1


def test_every_command_is_read_as_it_is_written() -> None:
    assert set(COMMANDS) == {"handoff_cancel", "handoff_callback"}
    assert all(words == plainly(words) for said in COMMANDS.values() for words in said)


def test_a_forms_fields_go_with_its_button() -> None:
    log = memory_log()
    turns = Turns(log, WORDS)
    body = card("form", text="How was that?", submit={"title": "Send", "payload": "/handoff_rate"})
    row = log.say(CONVERSATION, body)
    assert tokenized(body)[1] == {"1": "/handoff_rate"}
    told = {"stars": "4", "remark": '/EXTERNAL_x "quick"'}
    accepted = turns.accept(Inbound(CONVERSATION, "m1", action=f"{row.seq}.1", title="Send", fields=told))
    assert accepted.text == '/handoff_rate{"stars": "4", "remark": "EXTERNAL_x \\"quick\\""}'


@pytest.mark.parametrize(
    "fields", [[], "x", {"a": 1}, {"A b": "x"}, {"a": "x" * 401}, {f"f{chr(97 + n)}": "x" for n in range(9)}]
)
def test_fields_that_are_none_are_refused(fields) -> None:
    import json

    sessions = Sessions(b"k" * 32)
    headers = {"authorization": f"Bearer {sessions.issue(CONVERSATION)}"}
    body = {"id": "m1", "action": "3.1", "fields": fields}
    with pytest.raises(BadValue):
        WebWire(sessions).receive(headers, json.dumps(body).encode())


