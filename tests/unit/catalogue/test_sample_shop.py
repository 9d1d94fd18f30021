"""The sample shop holds what the rest of the project counts on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from floorwalker import pictures
from floorwalker.conversations.wording import yaml_file
from floorwalker.search.naming import name_products
from floorwalker.search.vocabulary import Vocabulary
from floorwalker.services.catalogue_file import FILES, read_catalogue

FOLDER = Path(__file__).parents[3] / "data" / "catalogue"
SHOP = read_catalogue({name: (FOLDER / name).read_text(encoding="utf-8") for name in FILES})
LABELS = yaml_file(FOLDER.parent / "shared" / "labels.yml")["labels"]
PRODUCTS = {product.id: product for product in SHOP.products}


def test_the_shop_has_its_size():
    assert (len(SHOP.categories), len(SHOP.products), len(SHOP.stock)) == (8, 60, 504)


def test_floors_are_told_apart():
    assert [(c.id, c.floor) for c in SHOP.categories] == [
        ("rainwear", "G"), ("fleece", "1"), ("trousers", "2"), ("boots", "3"), ("packs", "4"), ("tents", "5"),
        ("kitchen", "6"), ("accessories", "7"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("id_", "title", "price", "colours", "sizes"),
    [
        ("kelder", "Kelder rain jacket", 18900, ("slate", "pine", "ochre", "oxblood"), ("S", "M", "L", "XL")),
        ("kelder-long", "Kelder long", 19900, ("pine", "slate", "charcoal"), ("S", "M", "L", "XL")),
        ("mossa", "Mossa fleece", 7900, ("moss", "cream", "rust", "heather"), ("S", "M", "L", "XL")),
        (
            "gorse",
            "Gorse boot",
            16500,
            ("rust", "charcoal"),
            ("38", "39", "40", "41", "42", "43", "44", "45"),
        ),
        ("ridge-28", "Ridge 28 pack", 12900, ("ochre", "pine"), ()),
        ("lantern-2", "Lantern 2 tent", 34900, ("moss", "rust"), ()),
        ("torvik", "Torvik trousers", 11900, ("charcoal", "sand"), ("46", "48", "50", "52", "54")),
        ("tarn", "Tarn bottle", 2900, ("oxblood", "slate"), ()),
        ("rook", "Rook beanie", 1900, ("pine", "rust"), ()),
        ("heath", "Heath socks", 1800, ("heather", "charcoal", "moss"), ("36–38", "39–42", "43–46")),
    ],
)
def test_the_products_of_the_pictures_are_there(id_, title, price, colours, sizes):
    product = PRODUCTS[id_]
    assert (product.title, product.price.minor, product.values("colour"), product.values("size")) == (
        title, price, colours, sizes,
    )  # fmt: skip


def test_stock_has_every_state_the_assistant_must_speak_of():
    stock = SHOP.stock
    assert (stock["KELDER-SLATE-M"], stock["KELDER-SLATE-XL"], stock["KELDER-OXBLOOD-S"]) == (2, 0, 1)
    assert (stock["HEATH-HEATHER-39-42"], stock["GORSE-RUST-42"], stock["BRILL-SLATE-M"]) == (24, 14, 1)
    assert Counter(min(n, 2) for n in stock.values()) == {0: 57, 1: 36, 2: 411}


def test_every_product_answers_what_shoppers_ask():
    for product in SHOP.products:
        assert product.care and product.materials and product.measurements and product.weight_grams
        assert len(product.features) >= 4 and product.goes_with and product.tags
        told = " ".join((*product.features, product.description)).lower()
        assert product.category not in ("rainwear", "trousers") or "waterproof" in told


def test_every_product_speaks_german_as_fully_as_english():
    for product in SHOP.products:
        german = product.spoken_in("de")
        assert german.title != product.title and german.description != product.description, product.id
        for name in ("features", "materials", "measurements"):
            assert len(getattr(german, name)) == len(getattr(product, name)), (product.id, name)
        assert german.care != product.care and german.summary != product.summary, product.id


def test_a_german_title_is_a_name_the_search_knows():
    for product in SHOP.products:
        assert product.texts["de"].title in product.words, product.id
    for category in SHOP.categories:
        said = category.spoken_in("de").title.casefold().replace(",", "").replace("&", "und")
        assert said in category.words, category.id


@pytest.mark.parametrize("locale", ["en", "de"])
def test_asking_about_a_product_names_that_product(locale):
    ask = LABELS["page_ask_about_ask"][locale]
    vocabulary = Vocabulary.of(SHOP.products, SHOP.categories, SHOP.colours)
    for product in SHOP.products:
        said = ask.replace("{title}", product.spoken_in(locale).title)
        assert name_products(said, vocabulary) == (product.id,), said


def test_no_everyday_word_is_mended_to_a_name():
    vocabulary = Vocabulary.of(SHOP.products, SHOP.categories, SHOP.colours)
    everyday = "talks dublin lying asked dover kneel strip shaft bestie harry prune beach burn stern terms kings first"
    assert {word: name_products(f"about {word}", vocabulary) for word in everyday.split()} == {
        word: () for word in everyday.split()
    }


def test_every_product_has_a_picture_in_each_of_its_colours():
    for product in SHOP.products:
        for colour in product.values("colour"):
            assert "{" not in pictures.svg(product.picture, colour)


def test_dyes_begin_with_the_swatch():
    for colour in SHOP.colours:
        assert colour.swatch in pictures.svg("boot", colour.name)
