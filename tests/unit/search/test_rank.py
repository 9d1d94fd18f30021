"""Searching the sample shop: what comes first, what is let go, what is sold out."""

from __future__ import annotations

import pytest

from floorwalker.search.query import Query, merge, understand
from floorwalker.search.rank import search


@pytest.fixture
def find(index, vocabulary, catalogue):
    def find(sentence, **more):
        query = merge(Query(), understand(sentence, vocabulary))
        return search(index, query, offers=lambda sku: catalogue.stock[sku], **more)

    return find


ANSWERS = [
    ("a warm jacket for a rainy hike, under 200", ("kelder", "kelder-long", "fenn", "skerry", "holm")),
    ("im looking for a warm jaket for a rainy hike, under 200", ("kelder", "kelder-long", "fenn", "skerry", "holm")),
    ("shoes", ("gorse", "fjell", "bracken")),
    ("jacket without hood", ("brae", "lind")),
    ("a present for my dad", ("mossa", "rook", "heath", "tarn")),
    ("heath sox", ("heath",)),
    ("kel", ("kelder", "kelder-long")),
    ("lantern tent", ("lantern-2", "lantern-4")),
    ("wasserdichte Jacke bis 150 Euro", ("brill", "fenn")),
    ("merino socks", ("heath",)),
    ("a tent for two people", ("lantern-2",)),
    ("cheapest tent", ("lantern-2", "lantern-4")),
    ("the most expensive jackets in red", ("kelder", "holm", "fenn", "brae")),
    ("what's on sale", ("holm", "brae", "rook", "linnet", "lantern-4")),
    ("waterproof boots size 42", ("gorse", "bracken")),
    ("resoleable", ("gorse",)),
    ("Schlafsack", ("quill",)),
    ("rain trousers in L", ("squall",)),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "products"), ANSWERS)
def test_a_sentence_finds_products(find, sentence, products):
    found = find(sentence)
    assert (found.ids, found.total, found.relaxed) == (products, len(products), ())


def test_something_blue_in_m_is_in_stock(find, catalogue):
    assert find("something blue in M").ids[0] == "kelder"
    assert catalogue.stock["KELDER-SLATE-M"] == 2


@pytest.mark.parametrize(
    ("sentence", "products", "relaxed"),
    [
        ("red socks", ("heath",), ("colour",)),
        ("blue tent", ("lantern-2", "lantern-4"), ("colour",)),
        ("waterproof boots under 150", ("gorse",), ("price",)),
        ("rain jacket under 100", ("brill", "fenn", "holm", "kelder", "skerry", "kelder-long"), ("price",)),
        ("a tent for climbing in red", ("lantern-2", "lantern-4"), ("use", "colour")),
        ("heated jacket for snow", ("skerry",), ("text",)),
    ],
)
def test_what_cannot_be_had_is_let_go_and_named(find, sentence, products, relaxed):
    found = find(sentence)
    assert (found.ids, found.relaxed) == (products, relaxed)


def test_what_the_shop_does_not_have_is_not_made_up(find):
    assert (find("kayak").ids, find("kayak").total) == ((), 0)
    assert (find("do you have gloves").ids, find("gloves").corrected) == ((), None)


def test_size_and_avoided_things_are_never_let_go(index):
    query = Query(want=(("size", ("99",)),), avoid=(("text", ("hood",)),))
    assert search(index, query).ids == ()


def test_mended_words_are_told(find):
    assert (find("keldr").ids, find("keldr").corrected) == (("kelder", "kelder-long"), "kelder")


def test_words_spelt_right_are_not_told(find):
    assert find("resoleable").corrected is None


def test_the_sold_out_come_last_but_stay(find):
    assert find("rain jackets").ids == ("kelder", "kelder-long", "brill", "fenn", "skerry", "holm")
    assert find("rain jackets in L").ids == ("kelder", "kelder-long", "fenn", "skerry", "holm", "brill")
    assert find("yellow rain jackets").ids == ("kelder", "brill")


def test_pages_follow_each_other_without_gap_or_repeat(find):
    everything = find("", limit=100).ids
    pages = [find("", limit=5, offset=start).ids for start in range(0, 25, 5)]
    assert tuple(id_ for page in pages for id_ in page) == everything
    assert (len(everything), find("", limit=5).total) == (24, 24)


def test_facets_count_what_matches(find):
    facets = dict(find("tents").facets)
    assert facets["colour"] == (("moss", 2), ("ochre", 1), ("rust", 1))
    assert facets["kind"] == (("tent", 2),)


def test_price_is_that_of_the_variant_that_matches(index):
    sand = Query("brae", want=(("colour", ("sand",)),), high=8000)
    pine = Query("brae", want=(("colour", ("pine",)),), high=8000)
    assert (search(index, sand).relaxed, search(index, pine).relaxed) == ((), ("colour",))


@pytest.mark.parametrize(
    "text",
    [
        '" AND * NEAR( -',
        "title:x",
        "a^2",
        "'; DROP TABLE product",
        "\x00",
        "🙂",
        "(((",
        '"',
        "kelder " * 500,
        "ab cd ef " * 300,
    ],
)
def test_no_text_is_a_syntax_error(index, text):
    assert search(index, Query(text)).total >= 0
