"""What `agent:` steps do: an agent at the desk, through the same use cases as the console."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from floorwalker.bootstrap import open_desk, open_shop
from floorwalker.domain.handoff import Agent, Handoff, Hint
from floorwalker.errors import BadFile
from floorwalker.testing.dialogue.world import World

MARTA = Agent("agent-1", "Marta")
OTHER = Agent("agent-2", "Jonas", "supervisor")
PLAIN = ("opens", "closes", "comes", "leaves", "takes", "gives_back", "resolves", "looks")
WITH = ("says", "notes", "gives_back", "transfers", "says_as_other")


@dataclass
class DeskHand:
    """An agent for one conversation; `act` is the step's value: a word, or one word with what belongs to it."""

    world: World
    conversation: str

    def __post_init__(self) -> None:
        self.shop = open_shop(self.world.stack.environ)
        self.desk = open_desk(self.world.stack.environ, self.shop)

    def act(self, value: Any) -> None:
        """Raises BadFile for a word that no agent knows."""
        name, what = next(iter(value.items())) if isinstance(value, Mapping) else (str(value), None)
        known = WITH if what is not None else PLAIN
        if name not in known:
            raise BadFile((f"agent: unknown act {name!r}; known are {', '.join(known)}",))
        acts: dict[str, Callable[[], object]] = {
            "opens": lambda: self.shop.desk.open_desk("open"),
            "closes": lambda: self.shop.desk.open_desk("closed"),
            "comes": lambda: self.shop.desk.arrive(MARTA),
            "leaves": lambda: self.shop.desk.arrive(MARTA, away=True),
            "looks": lambda: self.desk.run_due(),
            "takes": lambda: self.desk.take(self._episode().id, MARTA),
            "says": lambda: self.desk.say(self.conversation, MARTA, str(what)),
            "says_as_other": lambda: self.desk.say(self.conversation, OTHER, str(what)),
            "notes": lambda: self.shop.desk.note(self.conversation, MARTA, str(what)),
            "gives_back": lambda: self.desk.give_back(self._episode().id, MARTA, Hint(**(what or {}))),
            "resolves": lambda: self.desk.resolve(self._episode().id, MARTA),
            "transfers": lambda: self.desk.transfer(self._episode().id, MARTA, str(what)),
        }
        acts[name]()

    def _episode(self) -> Handoff:
        found = self.shop.handoffs.current(self.conversation)
        assert found is not None, "no handoff was ever opened"
        return found
