"""The grammars: each line says what is read in a text, and in which part of it."""

from __future__ import annotations

import pytest

from floorwalker.search.parse import Span, keep, parse
from floorwalker.search.parse_contact import without_numbers


def price(low=None, high=None, value=None, currency=None):
    return {"low": low, "high": high, "value": value, "currency": currency}


FOUND = [
    ("under 200", "price", price(high=20000), "under 200"),
    ("max. 30 Euro", "price", price(high=3000, currency="EUR"), "max. 30 Euro"),
    ("bis 1.299,00 €", "price", price(high=129900, currency="EUR"), "bis 1.299,00 €"),
    ("less than $1,200.50", "price", price(high=120050, currency="USD"), "less than $1,200.50"),
    ("between 50 and 80", "price", price(5000, 8000), "between 50 and 80"),
    ("zwischen 50 und 80 Euro", "price", price(5000, 8000, currency="EUR"), "zwischen 50 und 80 Euro"),
    ("von 50 bis 80 Euro", "price", price(5000, 8000, currency="EUR"), "von 50 bis 80 Euro"),
    ("50-80", "price", price(5000, 8000), "50-80"),
    ("50-80 euros", "price", price(5000, 8000, currency="EUR"), "50-80 euros"),
    ("30€ or less", "price", price(high=3000, currency="EUR"), "30€ or less"),
    ("around 100", "price", price(8000, 12000), "around 100"),
    ("etwa 50 Euro", "price", price(4000, 6000, currency="EUR"), "etwa 50 Euro"),
    ("no more than 60", "price", price(high=6000), "no more than 60"),
    ("at least 100 euros", "price", price(10000, currency="EUR"), "at least 100 euros"),
    ("ab 100 €", "price", price(10000, currency="EUR"), "ab 100 €"),
    ("my budget is 150", "price", price(high=15000), "my budget is 150"),
    ("it costs 18,50 €", "price", price(value=1850, currency="EUR"), "18,50 €"),
    ("under 150 in blue", "price", price(high=15000), "under 150"),
    ("M", "size", "M", "M"),
    ("m", "size", "M", "m"),
    ("in m", "size", "M", "in m"),
    ("in a large", "size", "L", "in a large"),
    ("size 40", "size", "40", "size 40"),
    ("EU 42", "size", "42", "EU 42"),
    ("uk 9.5", "size", "UK 9.5", "uk 9.5"),
    ("Größe M", "size", "M", "Größe M"),
    ("in 43", "size", "43", "in 43"),
    ("39–42", "size", "39-42", "39–42"),
    ("39-42", "size", "39-42", "39-42"),
    ("32/34", "size", "32/34", "32/34"),
    ("the slate one, XL", "size", "XL", "XL"),
    ("two of those", "quantity", 2, "two of those"),
    ("3 pairs", "quantity", 3, "3 pairs"),
    ("2x", "quantity", 2, "2x"),
    ("x2", "quantity", 2, "x2"),
    ("make it one", "quantity", 1, "make it one"),
    ("change it to 3", "quantity", 3, "change it to 3"),
    ("zwei Stück", "quantity", 2, "zwei Stück"),
    ("a pair of socks", "quantity", 1, "a pair of"),
    ("i'll take two", "quantity", 2, "take two"),
    ("two heath socks please", "quantity", 2, "two"),
    ("add the kelder and two heath socks", "quantity", 2, "two"),
    ("a dozen of those", "quantity", 12, "a dozen of those"),
    ("write to jo@example.org.", "email", "jo@example.org", "jo@example.org"),
    ("jo+shop@mail.example.co.uk", "email", "jo+shop@mail.example.co.uk", "jo+shop@mail.example.co.uk"),
    ("Lindenweg 4, 50667 Köln", "postcode", "50667", "50667"),
    ("postcode sw1a 1aa", "postcode", "SW1A 1AA", "postcode sw1a 1aa"),
    ("where is ll-24817", "order_number", "LL-24817", "ll-24817"),
    ("my order 24817", "order_number", "24817", "my order 24817"),
    ("Bestellnummer: 24817", "order_number", "24817", "Bestellnummer: 24817"),
    ("#24817", "order_number", "24817", "#24817"),
    ("use code WELCOME10", "coupon", "WELCOME10", "code WELCOME10"),
    ("SUMMER10", "coupon", "SUMMER10", "SUMMER10"),
    ("Gutschein welcome10", "coupon", "WELCOME10", "Gutschein welcome10"),
    ("my number is 0171 5551234", "phone", "0171 5551234", "0171 5551234"),
    ("+49 171 5551234", "phone", "+49 171 5551234", "+49 171 5551234"),
]


@pytest.mark.parametrize(("text", "name", "value", "part"), FOUND)
def test_a_grammar_reads_its_value_and_place(text, name, value, part):
    assert [(s.name, s.value, text[s.start : s.end]) for s in parse(text) if s.name != "reference"] == [
        (name, value, part)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a pack over 30 litres", "under 2 kg", "at least 2 m", "under 5 cm", "up to 4 people", "in under 3 days",
        "500 gb", "more than 4 ports", "bis 24.12.", "i'm looking for a jacket", "l'oreal", "a large backpack",
        "i need that in 40 days", "for two people", "promo code please", "2026", "at 18:30", "KELDER-SLATE-M",
        "take 5 minutes", "a coupon please", "s'more", "USE CODE PLEASE", "three rainy days on the coast",
        "two people tent", "two", "ship it to AT-1010 Wien", "CH-8001 Zürich",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_value_is_none(text):
    assert [s for s in parse(text) if s.name != "reference"] == []


def test_several_values_stand_in_the_order_of_the_text():
    text = "add two of those in M, under 50, code WELCOME10"
    assert [(s.name, s.value) for s in parse(text) if s.name != "price"] == [
        ("quantity", 2), ("size", "M"), ("coupon", "WELCOME10"),
    ]  # fmt: skip


def test_a_bare_number_is_a_size_only_when_asked():
    assert (parse("42"), [s.value for s in parse("42", asked="size")]) == ((), ["42"])


def test_a_bare_number_is_a_quantity_only_when_asked():
    assert (parse("3"), [s.value for s in parse("3", asked="quantity")]) == ((), [3])
    assert [s.value for s in parse("zwei bitte", asked="quantity")] == [2]


def test_a_bare_number_is_a_postcode_only_when_asked():
    assert (parse("50667"), [s.value for s in parse("50667", asked="postcode")]) == ((), ["50667"])


def test_the_higher_priority_wins_then_the_longer_then_the_earlier():
    low, high = Span("size", "M", 0, 9, 5), Span("price", "", 4, 6, 9)
    short, long = Span("size", "S", 10, 12, 5), Span("size", "L", 11, 14, 5)
    first, second = Span("size", "A", 20, 22, 5), Span("size", "B", 21, 23, 5)
    assert keep([low, high, short, long, first, second]) == (high, long, first)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("where is order LL-24817093", "where is my order"),
        ("my order number is ll24817093", "my order"),
        ("und Bestellung LL-24817093?", "und meine Bestellung?"),
        ("cancel #LL-24817093", "cancel my order"),
        ("my order id is 12345", "my order"),
        ("kill order FW-10423", "kill my order"),
        ("Bestellnummer 24817?", "meine Bestellung?"),
        ("add AB-12345 to my cart", "add AB-12345 to my cart"),
        ("my VAT number is DE123456789", "my VAT number is DE123456789"),
        ("350 5th Ave Apt #12045", "350 5th Ave Apt #12045"),
        ("Bestellung 50667 Köln", "Bestellung 50667 Köln"),
        ("can you order 12000 of these", "can you order 12000 of these"),
        ("use code VIP2024", "use code VIP2024"),
        ("order 2 beanies", "order 2 beanies"),
        ("can you order 5000 of them", "can you order 5000 of them"),
        ("do you have the XR-2000", "do you have the XR-2000"),
        ("ship it to AT-1010 Wien", "ship it to AT-1010 Wien"),
        ("Bestellung nach DE-50667 Köln", "Bestellung nach DE-50667 Köln"),
    ],
)  # fmt: skip
def test_an_order_is_called_mine_in_place_of_its_number(text, plain):
    assert without_numbers(text) == plain
