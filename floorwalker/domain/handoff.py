"""Who answers a shopper: the assistant, or a person. One row an episode, at most one open a conversation.

    offered → queued → human → given_back | closed
              queued → abandoned | callback        human → queued (transfer, or the agent fell silent)

No open row, and the states `offered` and `callback`, mean the assistant answers. Times are epoch seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from floorwalker.domain.hours import Hours
from floorwalker.domain.money import Money

State = Literal["offered", "queued", "human", "given_back", "closed", "abandoned", "callback"]
Outcome = Literal["", "returned", "resolved", "canceled", "declined", "left", "unreached", "quiet", "answered"]
"""How an episode ended: by the agent (returned, resolved, answered), by the shopper (canceled, declined, left), or by
time (unreached: nobody came; quiet: neither side wrote)."""

OPEN: tuple[State, ...] = ("offered", "queued", "human", "callback")
OWNED: tuple[State, ...] = ("queued", "human")
"""While in these, the assistant is silent."""
ASKED: tuple[State, ...] = (*OWNED, "callback")
"""While in these, a person owes an answer, in the chat or elsewhere."""
MOVES: Mapping[State, tuple[State, ...]] = {
    "queued": ("offered", "callback", "human"),
    "human": ("offered", "queued", "callback"),
    "given_back": ("human",),
    "closed": ("human", "offered", "callback"),
    "abandoned": ("queued",),
    "callback": ("offered", "queued"),
}
"""What a state can be reached from."""
URGENT = 3
ONLINE_SECONDS = 90
"""An agent whose console was last heard of longer ago is not at the desk."""
FORMS = ("checkout_form", "handoff_form")
"""What an agent may ask the assistant to begin when it gets the conversation back."""
SETTABLE = ("product_id", "variant_sku", "search")
"""What an agent may tell the assistant then."""


Situation = Mapping[str, Any]
"""What the assistant was doing when a person was wanted: see `situation`."""


def situation(form: str | None, slots: Mapping[str, Any]) -> Situation:
    """The open form or the one that waits, what it asked, which of its slots are filled (names alone: a packet holds no
    address), and the product that was talked of. What is not so is left out."""
    form = form or next(iter(reversed(slots.get("interrupted") or [])), None)
    filled = sorted(name for name, value in slots.items() if name.startswith("checkout_") and value is not None)
    facts = {"form": form, "asked": slots.get("requested_slot"), "filled": filled if form else []}
    facts["product"] = slots.get("product_id")
    return {name: value for name, value in facts.items() if value}


@dataclass(frozen=True)
class Agent:
    """A person of the house who answers; `role`: agent, supervisor, merchant."""

    id: str
    name: str
    role: str = "agent"


@dataclass(frozen=True)
class Present:
    """An agent at the desk. `seen`: when the console was last heard of; `open`: conversations in hand."""

    id: str
    name: str
    away: bool
    seen: int
    open: int = 0


@dataclass(frozen=True)
class Hint:
    """What the assistant is told with the conversation: a form to start, slots to set, whether the interrupted form
    goes on."""

    form: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)
    resume: bool = True


@dataclass(frozen=True)
class Handoff:
    """One episode. `waiting_since`: the first word of the shopper that no person has answered; `ended_by`: the agent
    who ended it, "" for the shopper or time; `told`: what the shopper's screen was last told of it; `right`: whether
    the agent thought it right to pass it on.

    Of a helpdesk outside: `external_ref` is its name for the conversation, `relayed` what it was last told of the
    episode ("": nothing, "closed"), `relayed_seq` the last message it has; `ended_seq`: the last one of the episode."""

    id: str
    conversation: str
    state: State
    reason: str
    created: int
    updated: int
    detail: str = ""
    team: str = ""
    priority: int = 1
    assignee: str = ""
    assignee_name: str = ""
    contact: str = ""
    consent: str = ""
    packet: Mapping[str, Any] = field(default_factory=dict)
    hint: Mapping[str, Any] = field(default_factory=dict)
    queued_at: int | None = None
    taken_at: int | None = None
    replied_at: int | None = None
    waiting_since: int | None = None
    seen_at: int | None = None
    typing_at: int | None = None
    ended_at: int | None = None
    snoozed_until: int | None = None
    outcome: Outcome = ""
    ended_by: str = ""
    told: str = ""
    csat: int | None = None
    csat_text: str = ""
    right: bool | None = None
    external_ref: str = ""
    relayed: str = ""
    relayed_seq: int = 0
    ended_seq: int | None = None

    @property
    def owned(self) -> bool:
        return self.state in OWNED


@dataclass(frozen=True)
class Line:
    """Where somebody stands: `place` counts from 1; `minutes` None: somebody is free now, or nobody can tell."""

    place: int
    minutes: int | None = None
    somebody: bool = True


@dataclass(frozen=True)
class Team:
    """Who takes what: the first team whose reasons name it, else the first team of all."""

    id: str
    title: Mapping[str, str]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limits:
    """What a role may give without asking. `refund` None: as much as was paid."""

    refund: Money | None
    coupon_percent: int


@dataclass(frozen=True)
class Support:
    """How the desk works: the section `support` of store.yml. Minutes and hours are what their names say.
    From `offer_score` on a shopper who has had enough is offered a person, from `force_score` on one is fetched (see
    conversations.mood); with a cart worth `high_value` at once, None: no cart is. `crm`: who outside hears of people,
    orders and talks, "" for nobody; of a talk once nobody wrote for `quiet_minutes`. `helpdesk`: where the people sit
    who answer, "" for our own console."""

    hours: Hours = Hours()
    opening: Mapping[str, str] = field(default_factory=dict)
    teams: tuple[Team, ...] = (Team("desk", {"en": "the desk"}),)
    talks_each: int = 4
    minutes_each: int = 6
    first_reply_seconds: tuple[int, int] = (60, 300)
    next_reply_seconds: tuple[int, int] = (120, 600)
    silent_minutes: int = 10
    leave_minutes: int = 15
    wait_minutes: int = 60
    return_hours: int = 24
    callback_days: int = 30
    offer_score: float = 0.4
    force_score: float = 0.6
    high_value: Money | None = None
    priorities: Mapping[str, int] = field(default_factory=dict)
    limits: Mapping[str, Limits] = field(default_factory=dict)
    crm: str = ""
    quiet_minutes: int = 30
    helpdesk: str = ""

    def team_for(self, reason: str) -> str:
        return next((team.id for team in self.teams if reason in team.reasons), self.teams[0].id)

    def team(self, id_: str) -> Team:
        return next((team for team in self.teams if team.id == id_), self.teams[0])

    def priority_of(self, reason: str) -> int:
        return self.priorities.get(reason, 1)


def line(place: int, present: tuple[Present, ...], support: Support) -> Line:
    """The wait of somebody at that place: free hands first, then by how long a conversation takes."""
    if support.helpdesk:  # who is there is known over there alone
        return Line(place)
    here = [one for one in present if not one.away]
    free = sum(max(0, support.talks_each - one.open) for one in here)
    if not here:
        return Line(place, None, somebody=False)
    if place <= free:
        return Line(place)
    return Line(place, -(-(place - free) * support.minutes_each // len(here)))


Lateness = Literal["ok", "soon", "late"]


def lateness(handoff: Handoff, now: int, support: Support) -> tuple[Lateness, int | None]:
    """How long the shopper has waited in opening hours, in seconds, and how bad that is; None: nobody waits."""
    first = handoff.replied_at is None
    since = handoff.waiting_since or (handoff.queued_at if first else None)
    if since is None or not handoff.owned:
        return "ok", None
    waited = support.hours.between(since, now) if support.hours.week else now - since
    soon, late = support.first_reply_seconds if first else support.next_reply_seconds
    return ("late" if waited >= late else "soon" if waited >= soon else "ok"), waited
