"""Which product a pointing word means, which products a text names, which variant the options mean."""

from __future__ import annotations

import pytest

from floorwalker.search.parse import parse
from floorwalker.search.resolve import find_variant, name_products, named, resolve_reference

PRICES = {"kelder": 18900, "brill": 14900, "fenn": 14900, "lind": 16900, "heath": 1800, "mossa": 7900}
THREE = ("kelder", "brill", "lind")
TWO = ("kelder", "mossa")

REFERENCES = [
    # said, shown, focus, cart, meant
    ("the first one", THREE, None, (), ("kelder",)),
    ("the second one", THREE, None, (), ("brill",)),
    ("the 3rd one please", THREE, None, (), ("lind",)),
    ("second", THREE, None, (), ("brill",)),
    ("the second", THREE, None, (), ("brill",)),
    ("number 3", THREE, None, (), ("lind",)),
    ("option 1", THREE, None, (), ("kelder",)),
    ("no. 2", THREE, None, (), ("brill",)),
    ("#2", THREE, None, (), ("brill",)),
    ("number two", THREE, None, (), ("brill",)),
    ("the last one", THREE, None, (), ("lind",)),
    ("the fourth one", THREE, None, (), ()),
    ("the last one", (), None, ("heath",), ()),
    ("the first one", (), "kelder", ("heath",), ()),
    ("the cheaper one", TWO, None, (), ("mossa",)),
    ("the cheapest", THREE, None, (), ("brill",)),
    ("the more expensive one", TWO, None, (), ("kelder",)),
    ("the cheaper one", ("brill", "fenn"), None, (), ()),
    ("the cheaper one", (), None, ("kelder", "heath"), ("heath",)),
    ("the cheapest", TWO, None, ("heath",), ("mossa",)),
    ("both", TWO, None, (), TWO),
    ("both of them", TWO, "kelder", (), TWO),
    ("both", THREE, None, (), ()),
    ("both", THREE, None, TWO, TWO),
    ("both", (), None, TWO, TWO),
    ("all three", THREE, None, (), THREE),
    ("all of them", (), None, TWO, TWO),
    ("the other one", TWO, "kelder", (), ("mossa",)),
    ("the other one", TWO, None, (), ()),
    ("the other one", THREE, "kelder", (), ()),
    ("is it waterproof", THREE, "brill", (), ("brill",)),
    ("is it waterproof", ("kelder",), None, (), ("kelder",)),
    ("is it waterproof", THREE, None, (), ()),
    ("remove it", (), None, ("heath",), ("heath",)),
    ("i'll take that one", THREE, "lind", ("heath",), ("lind",)),
    ("die zweite", THREE, None, (), ("brill",)),
    ("das erste bitte", THREE, None, (), ("kelder",)),
    ("die letzte", THREE, None, (), ("lind",)),
    ("Nummer 3", THREE, None, (), ("lind",)),
    ("die günstigere", TWO, None, (), ("mossa",)),
    ("den teureren", TWO, None, (), ("kelder",)),
    ("beide", TWO, None, (), TWO),
    ("alle drei", THREE, None, (), THREE),
    ("die andere", TWO, "mossa", (), ("kelder",)),
    ("ist diese wasserdicht", THREE, "brill", (), ("brill",)),
]


@pytest.mark.parametrize(("said", "shown", "focus", "cart", "meant"), REFERENCES)
def test_a_reference_means_a_product(said, shown, focus, cart, meant):
    references = [span.value for span in parse(said) if span.name == "reference"]
    assert resolve_reference(references[0], shown, focus, cart, PRICES) == meant


@pytest.mark.parametrize(
    "said",
    ["first time here", "a second pair", "the last order", "in the first week", "my first name", "all good"],
)
def test_an_ordinal_of_something_else_is_no_reference(said):
    assert [span for span in parse(said) if span.name == "reference"] == []


NAMES = [
    ("Kelder rain jacket", ("kelder",)),
    ("the kelder", ("kelder",)),
    ("kelder long", ("kelder-long",)),
    ("the Kelder long in pine, M", ("kelder-long",)),
    ("keldar jacket", ("kelder",)),
    ("heath sox", ("heath",)),
    ("two pairs of heath socks", ("heath",)),
    ("mossa", ("mossa",)),
    ("torvik trowsers", ("torvik",)),
    ("the torvick", ("torvik",)),
    ("kelder and mossa", ("kelder", "mossa")),
    ("mossa or the brae", ("mossa", "brae")),
    ("compare gorse with bracken", ("gorse", "bracken")),
    ("ridge 45", ("ridge-45",)),
    ("the ridge", ("ridge-28", "ridge-45")),
    ("lantern tent", ("lantern-2", "lantern-4")),
    ("Lantern 2", ("lantern-2",)),
    ("die Kelder Regenjacke", ("kelder",)),
    ("Tarn Flasche", ("tarn",)),
    ("rain jacket", ()),
    ("a warm fleece", ()),
    ("how long does it take", ()),
    ("i need a bridge and a fridge", ()),
    ("a horse in good health", ()),
    ("my size is 45", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "products"), NAMES)
def test_a_text_names_products(vocabulary, text, products):
    assert name_products(text, vocabulary) == products


def test_a_name_has_its_place_in_the_text(vocabulary):
    text = "is the Keldar jacket dry?"
    found = named(text, vocabulary)[0]
    assert (found.product, text[found.start : found.end]) == ("kelder", "Keldar jacket")


VARIANTS = [
    ("kelder", {"colour": "slate", "size": "M"}, ["KELDER-SLATE-M"]),
    ("kelder", {"colour": "blue", "size": "medium"}, ["KELDER-SLATE-M"]),
    ("kelder", {"colour": "Blau", "size": "m"}, ["KELDER-SLATE-M"]),
    ("kelder", {"colour": "rot", "size": "xl"}, ["KELDER-OXBLOOD-XL"]),
    ("kelder", {"size": "S"}, ["KELDER-SLATE-S", "KELDER-PINE-S", "KELDER-OCHRE-S", "KELDER-OXBLOOD-S"]),
    ("kelder", {"colour": "purple"}, []),
    ("heath", {"colour": "heather", "size": "40"}, ["HEATH-HEATHER-39-42"]),
    ("heath", {"colour": "schwarz", "size": "39-42"}, ["HEATH-CHARCOAL-39-42"]),
    ("heath", {"colour": "moss", "size": "43–46"}, ["HEATH-MOSS-43-46"]),
    ("heath", {"size": "50"}, []),
    ("rook", {"colour": "green", "size": "M"}, ["ROOK-PINE"]),
    ("gorse", {"colour": "brown", "size": "42"}, ["GORSE-RUST-42"]),
    ("quill", {"colour": "rust", "size": "Long"}, ["QUILL-RUST-LONG"]),
    ("mossa", {"colour": ("pine", "moss"), "size": "M"}, ["MOSSA-MOSS-M"]),
    ("tarn", {}, ["TARN-OXBLOOD", "TARN-SLATE"]),
]


@pytest.mark.parametrize(("id_", "wanted", "skus"), VARIANTS)
def test_options_in_plain_words_find_the_variant(catalogue, product, id_, wanted, skus):
    assert [v.sku for v in find_variant(product(id_), wanted, catalogue.colours)] == skus
