"""From sentences to queries: each line of the table is what the search must make of it."""

from __future__ import annotations

import pytest

from floorwalker.search.query import Query, Turn, merge, understand

JACKET = ("kind", ("jacket",))
RAIN, WARM, SNOW = ("weather", ("rain",)), ("warmth", ("warm",)), ("weather", ("snow",))
BLUE, RED, GREEN = ("colour", ("slate",)), ("colour", ("oxblood",)), ("colour", ("pine", "moss"))
HIKING, CAMPING, GIFT = ("use", ("hiking",)), ("use", ("camping",)), ("occasion", ("gift",))


def size(value):
    return ("size", (value,))


def kind(*values):
    return ("kind", values)


SENTENCES = [
    ("im looking for a warm jaket for a rainy hike, under 200", {"want": (WARM, JACKET, RAIN, HIKING), "high": 20000}),
    ("a warm jacket for a rainy hike, under 200", {"want": (WARM, JACKET, RAIN, HIKING), "high": 20000}),
    ("A warm jacket under €200", {"want": (WARM, JACKET), "high": 20000}),
    ("something blue in M", {"want": (size("M"), BLUE)}),
    ("do you have it in blue?", {"want": (BLUE,)}),
    ("only in blue", {"want": (BLUE,)}),
    ("do you have shoes", {"want": (kind("shoe"),)}),
    ("hiking boots in size 42", {"want": (size("42"), kind("boot"))}),
    ("waterproof boots eu 42", {"want": (size("42"), RAIN, kind("boot"))}),
    ("green fleece", {"want": (GREEN, kind("fleece"))}),
    ("green or blue fleece", {"want": (("colour", ("pine", "moss", "slate")), kind("fleece"))}),
    ("black trousers, max 120", {"want": (("colour", ("charcoal",)), kind("trousers")), "high": 12000}),
    ("rain trousers", {"want": (RAIN, kind("trousers"))}),
    ("shorts for summer", {"want": (kind("shorts"), ("weather", ("summer",)))}),
    ("a tent for two people", {"want": (kind("tent"), ("occasion", ("twopeople",)))}),
    ("tent for 4 people", {"want": (kind("tent"), ("occasion", ("fourpeople",)))}),
    ("sleeping bag", {"want": (kind("sleepingbag"),)}),
    ("sleepng bag", {"want": (kind("sleepingbag"),)}),
    ("a bag for travelling", {"want": (kind("backpack"), ("use", ("travel",)))}),
    ("a backpack over 30 litres", {"want": (kind("backpack"),), "text": "30 litres"}),
    ("merino socks", {"want": (("material", ("merino",)), kind("socks"))}),
    ("leather boots between 100 and 180 euros", {
        "want": (("material", ("leather",)), kind("boot")), "low": 10000, "high": 18000}),
    ("a present for my dad", {"want": (GIFT,)}),
    ("a present for my dad around 25", {"want": (GIFT,), "low": 2000, "high": 3000}),
    ("gift under 50 for my sister", {"want": (GIFT,), "high": 5000}),
    ("jacket for my brother", {"want": (JACKET,)}),
    ("men's jackets", {"want": (JACKET,)}),
    ("rainwear", {"category": "rainwear"}),
    ("show me your rain jackets", {"category": "rainwear"}),
    ("a red raincoat in L", {"category": "rainwear", "want": (size("L"), RED)}),
    ("camping gear", {"category": "tents"}),
    ("what's on sale", {"want": (("offer", ("reduced",)),)}),
    ("any deals on jackets?", {"want": (("offer", ("reduced",)), JACKET)}),
    ("cheapest tent", {"want": (kind("tent"),), "sort": "price"}),
    ("the most expensive jacket you have", {"want": (JACKET,), "sort": "-price"}),
    ("show me the newest", {"sort": "-released"}),
    ("jacket without hood", {"want": (JACKET,), "avoid": (("text", ("hood",)),)}),
    ("a jacket with no polyester", {"want": (JACKET,), "avoid": (("material", ("polyester",)),)}),
    ("jackets, but not green", {"want": (JACKET,), "avoid": (GREEN,)}),
    ("not red or blue", {"avoid": (("colour", ("oxblood", "slate")),)}),
    ("no more than 60", {"high": 6000}),
    ("kelder", {"text": "kelder"}),
    ("the kelder in slate", {"text": "kelder", "want": (BLUE,)}),
    ("Ridge 28", {"text": "ridge 28"}),
    ("kayak", {"text": "kayak"}),
    ("Three rainy days on the coast, I get cold easily", {"text": "coast", "want": (RAIN, WARM)}),
    ("something for snow and wind", {"want": (SNOW, ("weather", ("wind",)))}),
    ("insulated jacket for winter", {"want": (("warmth", ("insulated",)), JACKET, ("weather", ("winter",)))}),
    ("light jacket", {"want": (("warmth", ("light",)), JACKET)}),
    ("hello, do you sell hats please", {"want": (kind("beanie"),)}),
    ("a hat, 20 euros or less", {"want": (kind("beanie"),), "high": 2000}),
    ("socks 39-42", {"want": (size("39-42"), kind("socks"))}),
    ("trail shoes in 43", {"want": (size("43"), kind("shoe"))}),
    ("water bottle", {"want": (kind("bottle"),)}),
    ("jacket and trousers", {"want": (kind("jacket", "trousers"),)}),
    ("wasserdichte Jacke bis 150 Euro", {"want": (RAIN, JACKET), "high": 15000}),
    ("eine blaue Regenjacke in M", {"category": "rainwear", "want": (size("M"), BLUE)}),
    ("rote Socken", {"want": (RED, kind("socks"))}),
    ("warme Mütze als Geschenk", {"want": (WARM, kind("beanie"), GIFT)}),
    ("Ich suche Wanderschuhe in Größe 42", {"want": (size("42"), kind("boot"))}),
    ("ein Zelt für zwei Personen unter 400 €", {"want": (kind("tent"), ("occasion", ("twopeople",))), "high": 40000}),
    ("grüne Fleecejacke ohne Kapuze", {"want": (GREEN, kind("fleece")), "avoid": (("text", ("hood",)),)}),
    ("Hose zum Wandern zwischen 80 und 130 Euro", {"want": (kind("trousers"), HIKING), "low": 8000, "high": 13000}),
    ("nichts aus Polyester", {"avoid": (("material", ("polyester",)),)}),
    ("nothing in red", {"avoid": (RED,)}),
    ("Dress me for a rainy hike", {"want": (RAIN, HIKING)}),
    ("Regenhose in L", {"want": (size("L"), kind("trousers"), RAIN)}),
    ("ein Rucksack mit Regenhülle", {"want": (kind("backpack"),), "text": "rain cover"}),
    ("zeig mir Zelte für 4 Personen", {"want": (kind("tent"), ("occasion", ("fourpeople",)))}),
    ("do you have gloves", {"text": "gloves"}),
    ("", {}),
    ("hello there", {}),
    ("?!", {}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "fields"), SENTENCES, ids=[s or "nothing" for s, _ in SENTENCES])
def test_a_sentence_becomes_a_query(vocabulary, sentence, fields):
    assert merge(Query(), understand(sentence, vocabulary)) == Query(**fields)


BEFORE = Query(category="rainwear", high=20000, want=(BLUE, size("M")))
REFINEMENTS = [
    ("in red instead", (), Query(category="rainwear", high=20000, want=(size("M"), RED))),
    ("in L", (), Query(category="rainwear", high=20000, want=(BLUE, size("L")))),
    ("any colour", (), Query(category="rainwear", high=20000, want=(size("M"),))),
    ("the colour doesn't matter", (), Query(category="rainwear", high=20000, want=(size("M"),))),
    ("Farbe egal", (), Query(category="rainwear", high=20000, want=(size("M"),))),
    ("price doesn't matter", (), Query(category="rainwear", want=(BLUE, size("M")))),
    ("up to 150", (), Query(category="rainwear", high=15000, want=(BLUE, size("M")))),
    ("over 250", (), Query(category="rainwear", low=25000, want=(BLUE, size("M")))),
    ("cheaper", (18900, 14900), Query(category="rainwear", high=14899, want=(BLUE, size("M")), sort="price")),
    ("cheaper ones please", (), Query(category="rainwear", high=20000, want=(BLUE, size("M")), sort="price")),
    ("etwas günstigeres", (14900,), Query(category="rainwear", high=14899, want=(BLUE, size("M")), sort="price")),
    ("that's too expensive", (18900,), Query(category="rainwear", high=18899, want=(BLUE, size("M")), sort="price")),
    ("more expensive", (14900, 18900), Query(category="rainwear", low=18901, want=(BLUE, size("M")), sort="-price")),
    ("warm ones", (), Query(category="rainwear", high=20000, want=(BLUE, size("M"), WARM))),
    ("not blue", (), Query(category="rainwear", high=20000, want=(size("M"),), avoid=(BLUE,))),
    ("with pit zips", (), Query("pit zips", "rainwear", high=20000, want=(BLUE, size("M")))),
    ("boots instead", (), Query(high=20000, want=(BLUE, size("M"), kind("boot")))),
    ("do you have boots", (), Query(want=(size("M"), kind("boot")))),
    ("thanks", (), BEFORE),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "shown", "after"), REFINEMENTS, ids=[r[0] for r in REFINEMENTS])
def test_a_sentence_refines_the_query_before(vocabulary, sentence, shown, after):
    assert merge(BEFORE, understand(sentence, vocabulary), shown) == after


def test_what_is_fine_again_is_no_longer_avoided(vocabulary):
    before = Query(want=(JACKET,), avoid=(("material", ("polyester",)),))
    assert merge(before, understand("polyester is fine", vocabulary)) == Query(want=(JACKET,))


def test_a_colour_wanted_is_no_longer_avoided(vocabulary):
    before = Query(want=(JACKET,), avoid=(GREEN,))
    assert merge(before, understand("in green", vocabulary)) == Query(want=(JACKET, GREEN))


def test_an_empty_turn_changes_nothing():
    assert merge(BEFORE, Turn(), (18900,)) == BEFORE


def test_a_query_survives_its_json():
    query = Query("pit zips", "rainwear", 100, 20000, (BLUE, RAIN, SNOW), (("text", ("hood",)),), "price")
    assert Query.from_json(query.to_json()) == query


def test_no_json_is_the_empty_query():
    assert (Query.from_json(None), Query.from_json(""), Query().to_json()) == (
        Query(),
        Query(),
        '{"sort": "relevance"}',
    )


def test_a_vocabulary_survives_its_json(vocabulary):
    assert type(vocabulary).from_json(vocabulary.to_json()) == vocabulary
