"""store.yml: taken whole, or refused with every problem by line and name."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from floorwalker.domain.money import Money
from floorwalker.domain.store import TaxRate
from floorwalker.errors import BadFile
from floorwalker.services.store_file import KEYS, read_store

TEXT = Path("store.yml").read_text(encoding="utf-8")


def problems(old: str, new: str) -> tuple[str, ...]:
    """What is said of the sample file with a change."""
    assert old in TEXT
    with pytest.raises(BadFile) as wrong:
        read_store(TEXT.replace(old, new, 1))
    return wrong.value.problems


def line(start: str) -> int:
    """Where something stands in the sample file."""
    return TEXT[: TEXT.index(start)].count("\n") + 1


def test_the_sample_shop_is_read() -> None:
    store = read_store(TEXT)
    assert (store.name, store.currency, store.languages, store.hold_minutes) == (
        "Larch & Lantern",
        "EUR",
        ("en", "de"),
        35,
    )
    assert [(way.id, way.usual.price.minor, way.needs_address) for way in store.delivery] == [
        ("standard", 490, True),
        ("express", 990, True),
        ("collect", 0, False),
    ]
    assert store.delivery[0].usual.free_from == Money(25000, "EUR")
    assert store.promotion(" welcome10 ").percent == 10 and store.promotion("NOPE") is None
    assert (store.tax.rate("AT"), store.tax.rate("DE")) == (TaxRate(Decimal(20), True), TaxRate(Decimal(19), True))
    assert store.texts["footer"]["de"].startswith("Larch & Lantern, Ausrüster.")


def test_what_a_rate_leaves_out_is_as_its_way_says() -> None:
    standard, express, _ = read_store(TEXT).delivery
    abroad = standard.rate("CH", 5000)
    assert (abroad.price.minor, abroad.free_from, abroad.days) == (1890, Money(40000, "EUR"), (4, 7))
    assert standard.rate("AT", 5000).free_from == Money(25000, "EUR")
    assert [express.rate("DE", grams).price.minor for grams in (10_000, 10_001)] == [990, 1690]
    assert express.rate("AT", 100) is None and express.rate("DE", 31_501) is None


def test_every_problem_is_named_at_once_with_its_line() -> None:
    text = TEXT.replace("currency: EUR", "currency: euro").replace("hold_minutes: 35", "hold_minutes: 5")
    text = text.replace("number_prefix: LL\n", "#\n").replace('price: "4.90"', "price: 4.90") + "paint: red\n"
    with pytest.raises(BadFile) as wrong:
        read_store(text)
    assert wrong.value.problems == (
        "store.yml:1: number_prefix is missing; add it like `number_prefix: LL`",
        f"store.yml:{line('currency: EUR')}: currency must be a currency code like EUR, not 'euro'",
        f"store.yml:{line('    price: ')}: delivery[0].price must be a price in quotes, like \"4.90\", not 4.9",
        f"store.yml:{line('hold_minutes: 35')}: hold_minutes must be a whole number from 31 to 1435, not 5",
        f"store.yml:{text.count(chr(10))}: paint is not known; known are {', '.join(KEYS[''])}",
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("percent: 19", "percent: lots", "tax.percent must be a number from 0 to 99.99 like 19 or 8.1, not 'lots'"),
        ("percent: 19", "percent: 19.125", "tax.percent must be a number from 0 to 99.99 like 19 or 8.1, not 19.125"),
        ("percent: 19", "percent: 100", "tax.percent must be a number from 0 to 99.99 like 19 or 8.1, not 100"),
        ("included: true", "included: 1", "tax.included must be true or false, not 1"),
        ("{percent: 20}", "{percnt: 20}", "tax.countries.AT.percnt is not known; did you mean percent? known are "
                                          "percent, included"),
        ("AT: {", "US: {", "tax.countries.US names US, which is not in served; add it there, or take it out here"),
        ('"16:00"', '"4pm"', "dispatch_cutoff must be a time in quotes, like \"16:00\", not '4pm'"),
        ("Europe/Berlin", "Europe/Bielefeld",
         "timezone must be a time zone like Europe/Berlin, not 'Europe/Bielefeld'"),
        ('"#1f4d3b"', "green", "theme.brand must be a colour in quotes, like \"#1f4d3b\", not 'green'"),
        ("hello@larch-and-lantern.example", "hello", "support_email must be an e-mail address like hello@example.com, "
                                                     "not 'hello'"),
        ("days: [2, 3]", "days: [3, 2]", "delivery[0].days must name the earlier day first, like [2, 3]"),
        ("days: [2, 3]", "days: soon", "delivery[0].days must be the first and the last working day, like [2, 3], not "
                                       "'soon'"),
        ("days: [3, 5]", "days: [3, 500]", "delivery[0].rates[1].days must be a whole number from 0 to 90, not 500"),
        ("up_to_grams: 10000", "up_to_grams: 10 kg",
         "delivery[1].rates[0].up_to_grams must be a whole number from 1 to 1000000, not '10 kg'"),
        ("id: express", "id: standard", "delivery[1].id is there twice: standard; give each its own"),
        ("{en: Standard delivery, de: Standardversand}", "{de: Standardversand}",
         "delivery[0].title must be there in en, the shop's first language"),
        ("{en: Welcome, de:", "{en: Welcome, fr:",
         "promotions[0].title.fr is no language of the shop; they are en, de"),
        ("percent: 15", "percent: 15\n    amount: \"5.00\"", "promotions[2] needs either `percent: 10` or `amount: "
                                                             "\"20.00\"`"),
        ('ends: "2027-02-28"', 'ends: "2026-02-28"', "promotions[2].ends must not be before starts, 2026-12-01"),
        ('ends: "2027-02-28"', "ends: someday", "promotions[2].ends must be a day like \"2026-12-25\", not 'someday'"),
        ("code: FROST15", "code: WELCOME10", "promotions[2].code is there twice: WELCOME10; give each its own"),
        ('amount: "50.00"', 'amount: "50.00"\n    once_per_customer: true',
         "promotions[3].once_per_customer needs a code: what counts by itself counts each time"),
        ("once_per_customer: true", "once_per_customer: yes",
         "promotions[1].once_per_customer must be true or false, not 'yes'"),
        ("languages: [en, de]", "languages: []", "languages must be a list with at least one entry, like [one, two]"),
        ("country: DE", "country: Germany", "country must be a country code like DE, not 'Germany'"),
        ("returns_days: 30", "returns_days: 30\nreturns_days: 31",
         f"returns_days is there twice; the other one is in line {line('returns_days: 30')}"),
        ("  footer:", "  foot:", "texts.foot is not known; did you mean footer? known are notice, question, lead, "
                                 "example, example_1, example_2, example_3, footer"),
        ("promotions:  ", "promotions: none #", "promotions must be a list with at least one entry, each begun with "
                                                "`- `"),
    ],
)  # fmt: skip
def test_a_wrong_value_says_what_is_expected(old: str, new: str, says: str) -> None:
    if old == "promotions:  ":
        start, end = TEXT.index(old), TEXT.index("hold_minutes")
        old, new = TEXT[start:end], "promotions: none\n\n"
    told = problems(old, new)
    assert [problem.partition(": ")[2] for problem in told][:1] == [says]


def test_norway_is_a_country_and_no_switch() -> None:
    store = read_store(TEXT.replace("PL, GB]", "PL, GB, NO]").replace("AT: {", "NO: {"))
    assert store.tax.rate("NO").percent == 20 and "NO" in store.served


@pytest.mark.parametrize("text", ["", "- a\n- b", "name: [", "just words", "day: 2026-13-45"])
def test_what_is_no_settings_file_is_refused(text: str) -> None:
    with pytest.raises(BadFile) as wrong:
        read_store(text)
    assert wrong.value.problems[0].startswith("store.yml:")
