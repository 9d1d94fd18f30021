"""Compares what should be with what is: maps as subsets, lists whole and in order, `$name` takes and then equals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from floorwalker.domain.money import ZERO_DECIMAL

_MONEY = re.compile(r"^(-?)(\d+)(?:\.(\d{2}))? ([A-Z]{3})$")
_NAME = re.compile(r"^\$[a-z_]+$")
_INSIDE = re.compile(r"\$([a-z_]+)")


class Names(dict[str, Any]):
    """Values that `$name` has taken, under the name with its dollar sign."""

    def copy_of(self) -> Names:
        return Names(self)

    def filled(self, value: Any) -> Any:
        """The value with known names put in, also inside text."""
        if isinstance(value, str):
            if value in self:
                return self[value]
            return _INSIDE.sub(lambda hit: str(self.get(hit.group(), hit.group())), value)
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        if isinstance(value, dict):
            return {key: self.filled(item) for key, item in value.items()}
        return value


def differences(wanted: Any, found: Any, names: Names, where: str = "") -> Iterator[str]:
    """Each difference as a line; nothing when all fits."""
    if isinstance(wanted, str) and _NAME.match(wanted) and wanted not in names:
        names[wanted] = found
        return
    wanted = names.filled(wanted)
    if isinstance(wanted, dict):
        yield from _maps(wanted, found, names, where)
    elif isinstance(wanted, list):
        yield from _lists(wanted, found, names, where)
    elif _plain(wanted) != _plain(found):
        yield f"{where or 'value'}: wanted {wanted!r}, found {found!r}"


def contains(wanted: Sequence[Any], found: Sequence[Any], names: Names, where: str) -> Iterator[str]:
    """Each wanted item must be among the found ones."""
    for item in wanted:
        if not any(not list(differences(item, one, names.copy_of(), where)) for one in found):
            yield f"{where}: {item!r} is not among {list(found)!r}"


def _maps(wanted: Mapping[str, Any], found: Any, names: Names, where: str) -> Iterator[str]:
    if not isinstance(found, Mapping):
        yield f"{where or 'value'}: wanted {wanted!r}, found {found!r}"
        return
    for key, value in wanted.items():
        place = f"{where}.{key}" if where else str(key)
        if key not in found:
            yield f"{place}: missing; there is {', '.join(map(str, found))}"
        else:
            yield from differences(value, found[key], names, place)


def _lists(wanted: Sequence[Any], found: Any, names: Names, where: str) -> Iterator[str]:
    if not isinstance(found, Sequence) or isinstance(found, str) or len(found) != len(wanted):
        yield f"{where or 'list'}: wanted {wanted!r}, found {found!r}"
        return
    for number, (one, other) in enumerate(zip(wanted, found, strict=True)):
        yield from differences(one, other, names, f"{where}[{number}]")


def _plain(value: Any) -> Any:
    """Money in one form: (minor units, currency)."""
    if isinstance(value, str) and (hit := _MONEY.match(value)):
        sign, whole, cents, currency = hit.groups()
        minor = int(whole) if currency in ZERO_DECIMAL else int(whole) * 100 + int(cents or 0)
        return (-minor if sign else minor, currency)
    if isinstance(value, Mapping) and {"amount", "currency"} <= set(value):
        return (value["amount"], value["currency"])
    return value
