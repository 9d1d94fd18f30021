"""The components' pure parts: spelling, languages, entities, the hybrid classifier, the importer."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from rasa.shared.core.domain import Domain

    from components.catalogue import Names, named
    from components.entities import also, grammar, only
    from components.gazetteer import Gazetteer
    from components.hybrid import Hybrid, fit
    from components.importer import DoubleResponse, merged, only_responses
    from components.languages import spoken_language
    from components.mending import Speller, normalised
    from components.overlaps import Found, keep

KNOWN = {"jacket": 5, "hiking": 2, "möchte": 3, "where": 4}
LANGUAGES = ("en", "de")


@pytest.mark.parametrize(
    ("word", "mended"),
    [("jaket", "jacket"), ("hikking", "hiking"), ("moechte", "möchte"), ("jacket", "jacket"), ("don't", "don't"),
     ("xx", "xx")],
)  # fmt: skip
def test_spelling_is_mended_to_known_words(word, mended):
    assert Speller(KNOWN, LANGUAGES).word(word, frozenset()) == mended


@pytest.mark.parametrize(
    ("text", "mashed"),
    [("mnbv trwq qqrr", True), ("zzt plmk wrrt!!", True), ("hjkl", True), ("where jcktt", False), ("xl", False),
     ("chcę człowieka", False), ("thx", False), ("LL-24817", False), ("??", False)],
)  # fmt: skip
def test_keys_that_were_hit_are_no_words(text, mashed):
    assert Speller({**KNOWN, "thx": 2}, LANGUAGES).mashed(text) == mashed


def test_a_name_of_the_shop_is_never_corrected():
    assert Speller(KNOWN, LANGUAGES).word("jaket", frozenset({"jaket"})) == "jaket"


@pytest.mark.parametrize(
    ("text", "plain"),
    [("WHERE IS MY ORDER", "where is my order"), ("hi, show me socks please", "show me socks"), ("hi", "hi"),
     ("great 🎉 socks", "great socks"), ("🎉", "🎉")],
)  # fmt: skip
def test_a_message_is_freed_of_its_frame(text, plain):
    assert normalised(text) == plain


@pytest.mark.parametrize(
    ("text", "language"),
    [("ich suche eine Jacke", "de"), ("show me the jackets", "en"), ("M", None), ("Lindenweg 4, 50667 Köln", None),
     ("jo@example.org is my mail", None)],
)  # fmt: skip
def test_a_language_is_told_by_its_small_words(text, language):
    assert spoken_language(text) == language


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("add two of those", {"quantity": 2}),
        ("doch nur eine", {"quantity": 1}),
        ("only in blue", {}),
        ("use code WELCOME10", {"code": "WELCOME10"}),
        ("the second one", {"reference": {"index": 2}}),
        ("make it one, and check out", {"quantity": 1, "also": "checkout_start"}),
    ],
)
def test_numbers_and_forms_are_read(text, found):
    spans = keep(grammar(text))
    read = {span.entity: span.value for span in spans}
    assert {**read, **{one["entity"]: one["value"] for one in (*only(text, spans), *also(text))}} == found


@pytest.mark.parametrize(
    ("text", "marked"),
    [("is order LL-20418 packed", "LL-20418"), ("the code is WELCOME10", "WELCOME10"), ("in size 41 please", "41"),
     ("would a medium fit", "medium"), ("in L", "L")],
)  # fmt: skip
def test_an_entity_is_the_value_without_its_cue(text, marked):
    (span,) = keep(grammar(text))
    assert text[span.start : span.end] == marked


def test_names_of_the_catalogue_are_found_whatever_their_case():
    found = Gazetteer(Names((("Kelder rain jacket", "product", "kelder"),)), LANGUAGES)
    (span,) = found.found("is the KELDER RAIN JACKET dry")
    assert (span.entity, span.value, span.start, span.end) == ("product", "kelder", 7, 25)


def shop_gazetteer():
    from floorwalker.testing.shop_bench import ShopBench

    bench = ShopBench()
    names = named(bench.shop.catalogue, bench.shop.catalogue.products())
    bench.close()
    return Gazetteer(names, LANGUAGES)


def test_a_slip_in_a_name_or_colour_is_forgiven_but_a_word_of_the_language_is_no_slip():
    gazetteer = shop_gazetteer()
    assert [(f.entity, f.value) for f in keep(gazetteer.found("the kelder rian jakcet"))] == [("product", "jacket")]
    assert keep(gazetteer.found("hat der Bote meine Bestellung")) == []


def test_overlaps_follow_one_rule():
    price, size, name = Found("price", 1, 0, 8, 8), Found("size", 2, 6, 8, 5), Found("product", "x", 9, 12, 6)
    twin = Found("material", "y", 9, 12, 6)
    assert keep([size, name, price, twin]) == [price, name, twin]
    assert keep([Found("size", "M", 9, 12, 6, "grammar"), name]) == [Found("size", "M", 9, 12, 6, "grammar")]


def test_the_shops_names_come_from_its_catalogue():
    from floorwalker.testing.shop_bench import ShopBench

    bench = ShopBench()
    names = named(bench.shop.catalogue, bench.shop.catalogue.products())
    bench.close()
    assert ("Kelder rain jacket", "product", "jacket") in names.entries
    assert ("grey", "colour", "slate") in names.entries
    assert "kelder" in names.words


def test_the_hybrid_classifier_survives_its_files(tmp_path):
    texts = ["hello there", "hi you", "good morning", "hey you there", "buy a jacket", "sell me socks", "I want boots",
             "give me a hat"]  # fmt: skip
    rng = np.random.default_rng(1)
    vectors = np.vstack([rng.normal(n // 4, 0.1, 16) for n in range(8)])
    model = fit(texts, vectors, ["greet"] * 4 + ["buy"] * 4).model
    model.save(tmp_path)
    again = Hybrid.read(tmp_path)
    (first, odds), (same, again_odds) = model.ranked("hello", vectors[:1])[0], again.ranked("hello", vectors[:1])[0]
    assert (same, again_odds) == (first, pytest.approx(odds, abs=1e-5))
    assert again.ranked("hello", vectors[:1])[0][0] == "greet"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_file_of_responses_is_domain_and_a_double_is_refused(tmp_path):
    path = tmp_path / "responses.yml"
    path.write_text('version: "3.1"\nresponses:\n  utter_a:\n  - text: a\n')
    assert only_responses(str(path))
    domain = Domain.from_file(str(path))
    with pytest.raises(DoubleResponse, match="utter_a"):
        merged(domain, domain, str(path))


def test_a_products_name_becomes_a_plain_word_for_the_encoders(monkeypatch):
    from components import catalogue
    from floorwalker.testing.shop_bench import ShopBench

    bench = ShopBench()
    names = named(bench.shop.catalogue, bench.shop.catalogue.products())
    bench.close()
    monkeypatch.setattr(catalogue, "shop_names", lambda: names)
    assert catalogue.with_nouns("is the Kelder dry, and the Kelder rain jacket?").count("Kelder") == 0
    assert catalogue.with_nouns("is my order dry") == "is my order dry"
