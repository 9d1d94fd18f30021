"""Addresses as people type them."""

from __future__ import annotations

import pytest

from floorwalker.domain.address import looks_like_address, read_address
from floorwalker.domain.checkout import Address

COLOGNE = Address("Lindenweg 4", "50667", "Köln")
TOLD = {
    "Lindenweg 4, 50667 Köln": COLOGNE,
    "lindenweg 4 50667 köln bitte": COLOGNE,
    "50667 Köln, Lindenweg 4": COLOGNE,
    "Anna Schmidt, Lindenweg 4, 50667 Köln": Address("Lindenweg 4", "50667", "Köln", "", "Anna Schmidt"),
    "Anna Schmidt\nLindenweg 4\n50667 Köln\nGermany": Address("Lindenweg 4", "50667", "Köln", "DE", "Anna Schmidt"),
    "Anna Schmidt Lindenweg 4 50667 Köln": Address("Lindenweg 4", "50667", "Köln", "", "Anna Schmidt"),
    "my street is Hauptstr. 5": Address("Hauptstr. 5"),
    "no, it is Lindenweg 5": Address("Lindenweg 5"),
    "221B Baker Street, London": Address("221B Baker Street", "", "London"),
    "221B Baker Street, London NW1 6XE": Address("221B Baker Street", "NW1 6XE", "London", "GB"),
    "10 Downing Street, SW1A 2AA London": Address("10 Downing Street", "SW1A 2AA", "London", "GB"),
    "please send it to Am Markt 3 in 20095 Hamburg": Address("Am Markt 3", "20095", "Hamburg"),
    "Ich wohne in der Hauptstraße 12a, 10115 Berlin": Address("Hauptstraße 12a", "10115", "Berlin"),
    "meine Adresse ist Kurfürstendamm 21, 10719 Berlin": Address("Kurfürstendamm 21", "10719", "Berlin"),
    "Unter den Linden 77, 10117 Berlin, Deutschland": Address("Unter den Linden 77", "10117", "Berlin", "DE"),
    "Straße des 17. Juni 135, 10623 Berlin": Address("Straße des 17. Juni 135", "10623", "Berlin"),
    "Reeperbahn 12, 20359 Hamburg": Address("Reeperbahn 12", "20359", "Hamburg"),
    "12 rue de la Paix, 75002 Paris, France": Address("12 rue de la Paix", "75002", "Paris", "FR"),
    "Keizersgracht 123, 1015 CJ Amsterdam": Address("Keizersgracht 123", "1015 CJ", "Amsterdam", "NL"),
    "ul. Długa 5, 00-238 Warszawa": Address("ul. Długa 5", "00-238", "Warszawa", "PL"),
    "Bahnhofstrasse 1, 8001 Zürich, Schweiz": Address("Bahnhofstrasse 1", "8001", "Zürich", "CH"),
    "A-1010 Wien, Stephansplatz 1": Address("Stephansplatz 1", "1010", "Wien"),
    "Liefern Sie bitte an Goethestr. 3, 60313 Frankfurt am Main": Address("Goethestr. 3", "60313", "Frankfurt am Main"),
    "50667 Köln": Address("", "50667", "Köln"),
    "50667": Address("", "50667"),
    "PLZ 50667, Ort: Köln": Address("", "50667", "Köln"),
    "my postcode is 50667 and the city is Köln": Address("", "50667", "Köln"),
}
NOT_TOLD = """
do you ship to 50667 Köln?
how long does delivery to Hauptstr. 5 take
where is my order 12345
I want 2 jackets in green
show me jackets under 200 euro
Zeig mir Jacken unter 200 Euro
size 42 please
in der Größe 42
2 of the slate one
I take number 2
order LL-24817093
20000 mm water column
I need it for 3 days in the Alps
something for a hiking trip to Norway
my email is ana@example.com
1000 Dank
the price is 18900 cents
in 2026 Berlin will be nice
I need 2 for the street
remove 1 jacket
2 Mossa fleece and 1 Squall
checkout please
yes
""".strip().splitlines()


@pytest.mark.parametrize("text", TOLD)
def test_an_address_is_read_as_it_is_typed(text: str) -> None:
    assert read_address(text, Address()) == TOLD[text]
    assert looks_like_address(text)


@pytest.mark.parametrize("text", NOT_TOLD)
def test_questions_and_talk_of_products_are_no_address(text: str) -> None:
    assert not looks_like_address(text)


def test_an_address_comes_together_over_several_messages() -> None:
    known = Address()
    for text in ("Lindenweg 4", "50667", "Köln", "my name is Anna Schmidt"):
        told = read_address(text, known)
        assert told is not None
        known = told
    assert known == Address("Lindenweg 4", "50667", "Köln", "", "Anna Schmidt")


@pytest.mark.parametrize("text", ["house number is 6", "Hausnummer 6", "no, Lindenweg 6"])
def test_a_correction_mends_only_what_it_names(text: str) -> None:
    assert read_address(text, COLOGNE) == Address("Lindenweg 6", "50667", "Köln")


@pytest.mark.parametrize("text", ["hello there", "checkout please", "size 42"])
def test_what_tells_nothing_is_nothing(text: str) -> None:
    assert read_address(text, COLOGNE) is None
