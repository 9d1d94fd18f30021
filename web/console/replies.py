"""Ready replies: the merchant's sentences, filled with what is known of the conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.requests import Request

from floorwalker.conversations.wording import filled, in_language, placeholders


def spoken_replies(request: Request, conversation: str) -> Mapping[str, str]:
    """By name, in the shopper's language. One whose facts are not known is left out."""
    state = request.app.state
    order = state.shop.orders.latest(conversation)
    facts = {"name": request.state.member.name, "shop": state.shop.store.name}
    facts |= {"order": order.number} if order else {}
    locale = state.log.rows.locale(conversation)
    texts = {name: in_language(said, locale) for name, said in state.replies.items()}
    return {name: filled(text, locale, facts) for name, text in texts.items() if placeholders(text) <= facts.keys()}


def ready(request: Request, conversation: str) -> Sequence[tuple[str, str]]:
    return list(spoken_replies(request, conversation).items())
