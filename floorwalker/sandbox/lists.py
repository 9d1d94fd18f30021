"""Lists as Stripe answers them: newest first, filters, pages, and the expansion of ids into objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import dropwhile, islice
from typing import Any

from floorwalker.sandbox.forms import integer
from floorwalker.sandbox.shapes import page
from floorwalker.sandbox.store import Object, Store

PAGING = ("limit", "starting_after", "created")

COMPARE: Mapping[str, Callable[[int, int], bool]] = {
    "gt": int.__gt__,
    "gte": int.__ge__,
    "lt": int.__lt__,
    "lte": int.__le__,
}


def listing(url: str, objects: Iterable[Object], form: Mapping[str, Any]) -> Object:
    """The page that `limit`, `starting_after` and `created` ask for."""
    found: Iterable[Object] = (obj for obj in objects if _created_fits(obj.get("created", 0), form.get("created")))
    after = form.get("starting_after")
    if after:
        found = islice(dropwhile(lambda obj: obj["id"] != after, found), 1, None)
    limit = max(1, min(100, integer(form, "limit", default=10)))
    shown = list(islice(found, limit + 1))
    return page(url, shown[:limit], len(shown) > limit)


def _created_fits(created: int, wanted: Any) -> bool:
    if wanted is None:
        return True
    if not isinstance(wanted, Mapping):
        return created == int(wanted)
    return all(COMPARE[name](created, int(bound)) for name, bound in wanted.items() if name in COMPARE)


def expand(store: Store, answer: Object, paths: Iterable[str]) -> Object:
    """Puts objects in place of the ids that the paths name (`data.payment_intent.latest_charge`)."""
    for path in paths:
        _expand(store, answer, path.split("."))
    return answer


def _expand(store: Store, node: Any, path: list[str]) -> None:
    if isinstance(node, list):
        for inner in node:
            _expand(store, inner, path)
    elif path and isinstance(node, dict):
        member = node.get(path[0])
        if isinstance(member, str):
            node[path[0]] = store.find(member) or member
        _expand(store, node.get(path[0]), path[1:])
