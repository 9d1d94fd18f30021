"""store.yml: taken whole, or refused with every problem by line and name."""

from __future__ import annotations

from pathlib import Path

import pytest

from floorwalker.domain.money import Money
from floorwalker.errors import BadFile
from floorwalker.services.store_file import read_store

TEXT = Path("store.yml").read_text(encoding="utf-8")


def test_the_sample_shop_is_read() -> None:
    store = read_store(TEXT)
    assert (store.name, store.currency, store.languages, store.hold_minutes) == (
        "Larch & Lantern",
        "EUR",
        ("en", "de"),
        35,
    )
    assert [(way.id, way.price.minor) for way in store.delivery] == [
        ("standard", 490),
        ("express", 990),
        ("collect", 0),
    ]
    assert store.way("standard").free_from == Money(25000, "EUR")
    assert store.promotion(" welcome10 ").percent == 10 and store.promotion("NOPE") is None


def test_every_problem_is_named_at_once_with_its_line() -> None:
    text = TEXT.replace("currency: EUR", "currency: euro").replace("hold_minutes: 35", "hold_minutes: 5")
    text = text.replace("number_prefix: LL\n", "").replace('price: "4.90"', "price: 4.90") + "colour: red\n"
    with pytest.raises(BadFile) as wrong:
        read_store(text)
    line = {
        name: text[: text.index(f"\n{name}") + 1].count("\n") + 1
        for name in ("currency", "hold_minutes", "delivery", "colour: red")
    }
    known, *rest = wrong.value.problems
    assert known.startswith(f"store.yml:{line['colour: red']}: colour is not known; known are ")
    assert rest == [
        f"store.yml:{line['currency']}: currency must be a currency code like EUR",
        "store.yml: number_prefix is missing",
        f'store.yml:{line["delivery"]}: delivery needs prices as text like "4.90", not 4.9',
        f"store.yml:{line['hold_minutes']}: hold_minutes must be a whole number from 31 to 1435",
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("percent: 19", "percent: 19.5", "tax must be a whole number from 0 to 99"),
        ('"16:00"', '"4pm"', "dispatch_cutoff must be a time"),
        ("Europe/Berlin", "Europe/Bielefeld", "timezone must be a time zone"),
        ('"#1f4d3b"', "green", "theme needs brand as a colour"),
        ("hello@larch-and-lantern.example", "hello", "support_email must be an e-mail address"),
        ("days: [2, 3]", "days: [3, 2]", "delivery needs `days: [first, last]`"),
        ("languages: [en, de]", "languages: []", "languages must be a list"),
        ("country: DE", "country: Germany", "country must be a country code"),
    ],
)  # fmt: skip
def test_a_wrong_value_says_what_is_expected(old: str, new: str, says: str) -> None:
    with pytest.raises(BadFile) as wrong:
        read_store(TEXT.replace(old, new))
    assert says in wrong.value.problems[0]


@pytest.mark.parametrize("text", ["", "- a\n- b", "name: [", "just words"])
def test_what_is_no_settings_file_is_refused(text: str) -> None:
    with pytest.raises(BadFile):
        read_store(text)
