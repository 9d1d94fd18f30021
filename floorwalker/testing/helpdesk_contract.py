"""The contract of `floorwalker.ports_helpdesk`, to run an adapter against: inherit `HelpdeskContract` in a test module
and give a pytest fixture `far` that yields a `FarSide` over your helpdesk or your fake of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from floorwalker.domain.handoff import Agent
from floorwalker.errors import BadSignature, BadValue, TakenByOther
from floorwalker.ports_helpdesk import Helpdesk
from floorwalker.testing.helpdesk_bench import HelpdeskHouse

Webhook = tuple[Mapping[str, str], bytes]


class FarSide(Protocol):
    """The helpdesk as its agents see and use it, and the adapter that is tried. What an agent does returns the
    webhooks it causes; `echoes` are those that our own calls caused since the last look."""

    @property
    def helpdesk(self) -> Helpdesk: ...

    def transcript(self, ref: str) -> Sequence[tuple[str, str]]:
        """What shopper and house said, oldest first: shopper or house, words."""

    def notes(self, ref: str) -> Sequence[str]:
        """For agents only."""

    def is_open(self, ref: str) -> bool:
        """Whether agents are to answer."""

    def writes(self, ref: str, name: str, words: str) -> Sequence[Webhook]: ...

    def notes_down(self, ref: str, name: str, words: str) -> Sequence[Webhook]: ...

    def takes(self, ref: str, name: str) -> Sequence[Webhook]: ...

    def gives_back(self, ref: str) -> Sequence[Webhook]: ...

    def resolves(self, ref: str) -> Sequence[Webhook]: ...

    def echoes(self) -> Sequence[Webhook]: ...

    def broken(self) -> Sequence[Webhook]:
        """Webhooks that cannot be read or are forged."""

    def fails(self, times: int, status: int) -> None:
        """The next calls are refused with that status; nothing is done."""

    def loses_answers(self, times: int) -> None:
        """The next calls are done, but their answers get lost."""

    def forgets(self, ref: str) -> None:
        """The conversation is deleted over there."""


def heard(house: HelpdeskHouse, webhooks: Sequence[Webhook]) -> int:
    """All of them come in; how much they changed."""
    return sum(house.hear(*one) for one in webhooks)


class HelpdeskContract:
    """Every promise of the port, through the whole relay."""

    def setup_method(self) -> None:
        self.houses: list[HelpdeskHouse] = []

    def teardown_method(self) -> None:
        for house in self.houses:
            house.close()

    def house(self, far: FarSide) -> HelpdeskHouse:
        """A shop with one shopper, who said two things and asked for a person."""
        house = HelpdeskHouse(far.helpdesk)
        self.houses.append(house)
        house.shopper("c1", "hello", "where is my order")
        house.bot("c1", "I do not know.")
        house.asks()
        return house

    def test_a_handoff_opens_a_conversation_with_what_was_said_and_why(self, far: FarSide) -> None:
        house = self.house(far)
        expected = [("shopper", "hello"), ("shopper", "where is my order"), ("house", "I do not know.")]
        assert far.transcript(house.ref()) == expected and far.is_open(house.ref())
        (note,) = far.notes(house.ref())
        assert "Asked for a person" in note and "/desk/c1" in note

    def test_what_the_shopper_says_follows_in_order(self, far: FarSide) -> None:
        house = self.house(far)
        house.shopper("c1", *(f"line {n}" for n in range(5)))
        house.tick()
        assert [words for _, words in far.transcript(house.ref())][3:] == [f"line {n}" for n in range(5)]

    def test_an_agent_who_writes_has_taken_it(self, far: FarSide) -> None:
        house = self.house(far)
        assert heard(house, far.writes(house.ref(), "Marta", "I look it up")) >= 1
        assert house.state() == ("human", far.helpdesk.name)
        assert house.heard()[-1] == ("agent", "Marta", "I look it up")

    def test_an_agents_words_come_once_and_do_not_go_back(self, far: FarSide) -> None:
        house = self.house(far)
        webhooks = far.writes(house.ref(), "Marta", "one moment")
        heard(house, webhooks)
        assert heard(house, webhooks) == 0
        assert [words for *_, words in house.heard()].count("one moment") == 1
        assert [words for _, words in far.transcript(house.ref())].count("one moment") <= 1

    def test_taking_giving_back_and_resolving(self, far: FarSide) -> None:
        house = self.house(far)
        heard(house, far.takes(house.ref(), "Marta"))
        assert house.state()[0] == "human"
        heard(house, far.gives_back(house.ref()))
        assert house.state()[0] == "given_back"
        house.asks(reason="complaint")
        heard(house, far.writes(house.ref(), "Ben", "done"))
        heard(house, far.resolves(house.ref()))
        assert house.state()[0] == "closed"

    def test_a_note_for_colleagues_never_reaches_the_shopper(self, far: FarSide) -> None:
        house = self.house(far)
        before = house.heard()
        webhooks = far.notes_down(house.ref(), "Marta", "rude, but right")
        heard(house, webhooks)
        heard(house, webhooks)
        assert house.heard() == before and house.state()[0] == "queued"
        assert len(house.bench.shop.desk.beside("c1")[0]) == (1 if webhooks else 0)

    def test_our_own_echoes_change_nothing(self, far: FarSide) -> None:
        house = self.house(far)
        before, said = far.transcript(house.ref()), house.heard()
        assert heard(house, far.echoes()) == 0
        assert (house.heard(), house.state(), far.transcript(house.ref())) == (said, ("queued", ""), before)

    def test_a_shopper_who_goes_back_closes_it(self, far: FarSide) -> None:
        house = self.house(far)
        assert house.bench.shop.handoffs.cancel("c1")
        house.tick()
        assert not far.is_open(house.ref())
        assert heard(house, far.echoes()) == 0 and house.state()[0] == "abandoned"

    def test_a_second_episode_goes_into_the_same_conversation(self, far: FarSide) -> None:
        house = self.house(far)
        first = house.ref()
        house.bench.shop.handoffs.cancel("c1")
        house.tick()
        late = far.echoes()
        house.shopper("c1", "again, please")
        house.asks(reason="complaint")
        assert house.ref() == first and far.is_open(first)
        assert heard(house, late) == 0 and house.state()[0] == "queued"
        assert [words for _, words in far.transcript(first)].count("hello") == 1
        assert far.transcript(first)[-1] == ("shopper", "again, please")

    def test_a_helpdesk_that_is_down_loses_nothing(self, far: FarSide) -> None:
        far.fails(3, 503)
        house = self.house(far)
        for _ in range(4):
            house.tick(60)
        house.shopper("c1", "still there?")
        far.fails(2, 500)
        for _ in range(4):
            house.tick(60)
        assert [words for _, words in far.transcript(house.ref())] == [
            "hello", "where is my order", "I do not know.", "still there?"
        ]  # fmt: skip
        assert len(far.notes(house.ref())) == 1

    def test_a_lost_answer_doubles_nothing(self, far: FarSide) -> None:
        house = self.house(far)
        for words in ("first", "second"):
            far.loses_answers(1)
            house.shopper("c1", words)
            house.tick()
            house.tick(60)
        assert [words for _, words in far.transcript(house.ref())][3:] == ["first", "second"]

    def test_lost_answers_while_it_is_opened_double_nothing(self, far: FarSide) -> None:
        far.loses_answers(2)
        house = self.house(far)
        for _ in range(6):
            house.tick(60)
        assert len(far.notes(house.ref())) == 1 and len(far.transcript(house.ref())) == 3

    def test_a_conversation_that_was_deleted_is_opened_anew(self, far: FarSide) -> None:
        house = self.house(far)
        far.forgets(house.ref())
        house.shopper("c1", "anybody?")
        house.tick()
        house.tick(60)
        assert ("shopper", "anybody?") in far.transcript(house.ref()) and far.is_open(house.ref())

    def test_what_cannot_be_read_is_refused_and_changes_nothing(self, far: FarSide) -> None:
        house = self.house(far)
        before = house.heard()
        for headers, body in far.broken():
            try:
                done = house.hear(headers, body)
            except (BadSignature, BadValue):
                done = 0
            assert not done, body
        assert house.heard() == before and house.state() == ("queued", "")

    def test_two_people_of_two_houses_never_both_answer(self, far: FarSide) -> None:
        house = self.house(far)
        house.desk.say("c1", Agent("own", "Jonas"), "I have it")
        house.tick()
        assert far.transcript(house.ref())[-1] == ("house", "I have it")
        try:
            heard(house, far.writes(house.ref(), "Marta", "me too"))
            refused = False
        except TakenByOther as no:
            refused = no.by == "Jonas"
        assert refused and house.heard()[-1] == ("agent", "Jonas", "I have it")
