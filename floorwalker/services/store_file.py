"""Reads store.yml: text in, a Store out, or every problem at once by line and name.

`KEYS` are all settings there are; `docs/reference/store.md` explains each.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import Any

from floorwalker.domain.handoff import Support
from floorwalker.domain.money import Money
from floorwalker.domain.store import TEXTS, Delivery, Promotion, Rate, Store, Tax, TaxRate, Theme
from floorwalker.errors import BadFile
from floorwalker.services import settings_values as a
from floorwalker.services.settings_node import Node, parse
from floorwalker.services.store_support import read_support

_RATE = ("price", "free_from", "days", "detail", "countries", "up_to_grams")
KEYS: dict[str, tuple[str, ...]] = {
    "": tuple(Store.__dataclass_fields__),
    "tax": ("percent", "included", "title", "countries"),
    "tax.countries.*": ("percent", "included"),
    "delivery[]": ("id", "title", "words", "needs_address", *_RATE, "rates"),
    "delivery[].rates[]": _RATE,
    "promotions[]": (
        "code", "title", "percent", "amount", "minimum", "starts", "ends", "once_per_customer",
    ),
    "theme": tuple(Theme.__dataclass_fields__),
    "texts": TEXTS,
}  # fmt: skip
"""Known names by the place they stand in: `[]` is an entry of a list, `*` a name of the merchant's."""

_NO_MONEY = Money(0, "")
_NONE: tuple[str, ...] = ()
_NO_DAYS: tuple[date, ...] = ()
_ENGLISH: tuple[str, ...] = ("en",)
_GERMANY: tuple[str, ...] = ("DE",)


def read_store(text: str, name: str = "store.yml") -> Store:
    """Raises BadFile."""
    file = parse(text, name)
    store = _Reader(file).store()
    if file.problems.found:
        raise BadFile(file.problems.told())
    return store


class _Reader:
    """Reads one setting after the other; the file's nodes collect what is wrong."""

    def __init__(self, file: Node) -> None:
        self.file = file
        self.currency = file.take("currency", a.currency, "EUR", "currency: EUR")
        self.money = a.money(self.currency)
        self.languages = file.take("languages", a.every(a.language), _ENGLISH, "languages: [en, de]")
        self.served = file.take("served", a.every(a.country), _GERMANY, "served: [DE, AT]")

    def store(self) -> Store:
        take, known = self.file.take, self.file.only(KEYS[""])
        assert known  # noqa: S101 (parse refuses anything else)
        return Store(
            name=take("name", a.text, "", "name: Larch & Lantern"),
            currency=self.currency,
            languages=self.languages,
            country=take("country", a.country, "DE", "country: DE"),
            served=self.served,
            number_prefix=take("number_prefix", a.prefix, "FW", "number_prefix: LL"),
            timezone=take("timezone", a.timezone, "UTC", "timezone: Europe/Berlin"),
            tax=self._tax(),
            delivery=tuple(self._deliveries()),
            promotions=tuple(self._promotions()),
            hold_minutes=take("hold_minutes", a.whole(31, 24 * 60 - 5), 35, "hold_minutes: 35"),
            most_of_one=take("most_of_one", a.whole(1, 999), 10, "most_of_one: 10"),
            returns_days=take("returns_days", a.whole(0, 3650), 30, "returns_days: 30"),
            dispatch_cutoff=take("dispatch_cutoff", a.clock, time(16), 'dispatch_cutoff: "16:00"'),
            holidays=take("holidays", a.every(a.day, empty=True), (), 'holidays: ["2026-12-25"]'),
            opening_hours=take("opening_hours", a.words, {}, 'opening_hours: {mon-fri: "10:00-19:00"}'),
            support_email=take("support_email", a.email, "", "support_email: hello@example.com"),
            theme=self._theme(),
            texts=self._texts(),
            support=self._support(),
        )

    def _support(self) -> Support:
        holidays = self.file.maybe("holidays", a.every(a.day, empty=True), _NO_DAYS)
        zone = self.file.maybe("timezone", a.timezone, "UTC")
        return self.file.maybe("support", lambda it: read_support(it, zone, holidays, self.money), Support())

    def _tax(self) -> Tax:
        none = Tax(TaxRate(Decimal(0), True), {})
        node = self.file.part("tax")
        if node is None:
            return self.file.take("tax", lambda _: none, none, "tax: {percent: 19, included: true, title: {en: VAT}}")
        if not node.only(KEYS["tax"]):
            return none
        home = TaxRate(
            node.take("percent", a.percent, Decimal(0), "percent: 19"),
            node.take("included", a.switch, True, "included: true"),
        )
        return Tax(home, self._words(node, "title"), dict(self._tax_countries(node, home)))

    def _tax_countries(self, tax: Node, home: TaxRate) -> Iterator[tuple[str, TaxRate]]:
        """What a country leaves out is as at home."""
        node = tax.part("countries")
        if node is None:
            return
        if not isinstance(node.value, dict):
            node.wrong("must be rates by country, like {AT: {percent: 20}}")
        for code, rate in node.parts.items() if isinstance(node.value, dict) else ():
            self._serve(rate, (str(code),))
            if rate.only(KEYS["tax.countries.*"]):
                included = rate.maybe("included", a.switch, home.included)
                yield str(code), TaxRate(rate.take("percent", a.percent, home.percent, "percent: 20"), included)

    def _deliveries(self) -> Iterator[Delivery]:
        seen: set[str] = set()
        for node in self.file.each("delivery"):
            if not node.only(KEYS["delivery[]"]):
                continue
            id_ = node.take("id", a.text, "", "id: standard")
            self._once(node, "id", id_, seen)
            yield Delivery(
                id=id_,
                title=self._words(node, "title"),
                rates=tuple(self._rates(node)),
                needs_address=node.maybe("needs_address", a.switch, True),
                words=node.maybe("words", a.every(a.text, empty=True), ()),
            )

    def _rates(self, way: Node) -> Iterator[Rate]:
        """The way's own rate, or one for each entry of `rates`; what an entry leaves out is as the way says."""
        entries = list(way.each("rates")) if "rates" in way.parts else []
        if not entries:
            yield self._rate(way, way)
        for node in entries:
            if node.only(KEYS["delivery[].rates[]"]):
                yield self._rate(way, node)

    def _rate(self, way: Node, node: Node) -> Rate:
        def at(key: str) -> Node:
            return node if key in node.parts else way

        countries = at("countries").maybe("countries", a.every(a.country), _NONE)
        if countries:
            self._serve(at("countries").parts["countries"], countries)
        return Rate(
            price=at("price").take("price", self.money, _NO_MONEY, 'price: "4.90"'),
            days=at("days").take("days", a.days, (0, 0), "days: [2, 3]"),
            detail=self._words(at("detail"), "detail"),
            free_from=at("free_from").maybe("free_from", self.money, None),
            countries=countries,
            up_to_grams=at("up_to_grams").maybe("up_to_grams", a.whole(1, 1_000_000), None),
        )

    def _promotions(self) -> Iterator[Promotion]:
        seen: set[str] = set()
        for node in self.file.each("promotions", empty=True):
            if node.only(KEYS["promotions[]"]):
                yield self._promotion(node, seen)

    def _promotion(self, node: Node, seen: set[str]) -> Promotion:
        if ("percent" in node.parts) == ("amount" in node.parts):
            node.wrong('needs either `percent: 10` or `amount: "20.00"`')
        promotion = Promotion(
            code=node.maybe("code", a.code, None),
            title=self._words(node, "title"),
            percent=node.maybe("percent", a.whole(1, 100), 0),
            amount=node.maybe("amount", self.money, None),
            minimum=node.maybe("minimum", self.money, None),
            starts=node.maybe("starts", a.day, None),
            ends=node.maybe("ends", a.day, None),
            once_per_customer=node.maybe("once_per_customer", a.switch, False),
        )
        self._check(node, promotion, seen)
        return promotion

    def _check(self, node: Node, promotion: Promotion, seen: set[str]) -> None:
        if promotion.code:
            self._once(node, "code", promotion.code, seen)
        elif promotion.once_per_customer:
            node.parts["once_per_customer"].wrong("needs a code: what counts by itself counts each time")
        if promotion.starts and promotion.ends and promotion.starts > promotion.ends:
            node.parts["ends"].wrong(f"must not be before starts, {promotion.starts}")

    def _theme(self) -> Theme:
        node, names = self.file.part("theme"), KEYS["theme"]
        none = Theme(*("" for _ in names))
        if node is None:
            return self.file.take("theme", lambda _: none, none, 'theme: {ground: "#eceee6", …}')
        if not node.only(names):
            return none
        readers = {name: a.text if name in ("radius", "display") else a.colour for name in names}
        return Theme(*(node.take(name, readers[name], "", f'{name}: "…"') for name in names))

    def _texts(self) -> dict[str, Any]:
        node = self.file.part("texts")
        if node is None or not node.only(KEYS["texts"]):
            return {}
        return {name: self._words(node, name) for name in TEXTS if name in node.parts}

    def _words(self, node: Node, key: str) -> dict[str, str]:
        """Texts by language, at least in the shop's first."""
        said: dict[str, str] = node.take(key, a.words, dict[str, str](), f"{key}: {{{self.languages[0]}: …}}")
        part = node.part(key)
        if said and part is not None:
            for language in said.keys() - set(self.languages):
                part.parts[language].wrong(f"is no language of the shop; they are {', '.join(self.languages)}")
            if self.languages[0] not in said:
                part.wrong(f"must be there in {self.languages[0]}, the shop's first language")
        return said

    def _serve(self, node: Node, countries: tuple[str, ...]) -> None:
        for country in countries:
            if country not in self.served:
                node.wrong(f"names {country}, which is not in served; add it there, or take it out here")

    def _once(self, node: Node, key: str, value: str, seen: set[str]) -> None:
        if value and value in seen:
            node.parts[key].wrong(f"is there twice: {value}; give each its own")
        seen.add(value)
