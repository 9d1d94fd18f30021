"""One record of a merchant's file: typed fields out, problems collected by place instead of raised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from floorwalker.domain.money import ZERO_DECIMAL, Money

_PRICE = re.compile(r"(\d{1,9})(?:\.(\d{2}))? ([A-Z]{3})")


@dataclass
class Row:
    """`where` names file and line; every reader returns an empty value where the field is wrong.

    `parts`: the variants, where each stands in a line of its own.
    """

    where: str
    data: Mapping[str, Any]
    problems: list[str]
    within: str = ""
    parts: tuple[Row, ...] = ()
    faults: int = field(default=0, init=False)

    def only(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
        known = (*required, *optional)
        for name in self.data:
            if name not in known:
                self.wrong(name, f"is not known; known are {', '.join(known)}")
        for name in required:
            if name not in self.data:
                self.wrong(name, "is missing")

    def wrong(self, name: object, why: str) -> None:
        self.faults += 1
        self.problems.append(f"{self.where}: {self.within}{name} {why}")

    def text(self, name: str, pattern: str = r"(?s).+", shape: str = "a text that is not empty") -> str:
        value = self.data.get(name, "")
        if name not in self.data:
            return ""
        if isinstance(value, str) and value.strip() and re.fullmatch(pattern, value):
            return value
        self.wrong(name, f"must be {shape}, not {value!r}")
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.data.get(name, [])
        if isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value):
            return tuple(value)
        self.wrong(name, "must be a list of texts")
        return ()

    def pairs(self, name: str) -> dict[str, str]:
        value = self.data.get(name, {})
        if isinstance(value, dict) and all(_filled(k) and _filled(v) for k, v in value.items()):
            return dict(value)
        self.wrong(name, "must be an object of texts")
        return {}

    def languages(self, name: str) -> list[tuple[str, Row]]:
        """The parts of an object by language, each to be read like a row."""
        value = self.data.get(name, {})
        if not isinstance(value, dict) or not all(isinstance(part, dict) for part in value.values()):
            self.wrong(name, "must be an object of texts by language, like {de: {title: …}}")
            return []
        for language in value:
            if not re.fullmatch("[a-z]{2}", str(language)):
                self.wrong(f"{name}.{language}", "must be a language code like de")
        within = f"{self.within}{name}"
        return [(said, Row(self.where, part, self.problems, f"{within}.{said}.")) for said, part in value.items()]

    def strings(self, names: tuple[str, ...]) -> dict[str, str]:
        """Texts under these names, each of which may be left out."""
        self.only((), names)
        return {name: self.text(name) for name in names if name in self.data}

    def whole(self, name: str) -> int:
        value = self.data.get(name, 0)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.wrong(name, f"must be a whole number, 0 or more, not {value!r}")
        return 0

    def money(self, name: str) -> Money | None:
        if name not in self.data:
            return None
        value = self.data[name]
        read = _PRICE.fullmatch(value) if isinstance(value, str) else None
        if read and (read[2] is None) == (read[3] in ZERO_DECIMAL):
            return Money(int(read[1] + (read[2] or "")), read[3])
        self.wrong(name, f'must look like "189.00 EUR", not {value!r}')
        return None


def _filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
