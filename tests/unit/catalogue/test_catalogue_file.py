"""Reading a merchant's files: values when all is well, every problem by its place when not."""

from __future__ import annotations

import json

import pytest

from floorwalker.domain.catalogue import Category, Colour, Product, Variant
from floorwalker.domain.money import Money
from floorwalker.errors import BadFile
from floorwalker.services.catalogue_file import CatalogueFile, read_catalogue

CATEGORIES = "- {id: hats, title: Hats, floor: G, summary: For heads, words: [hat, hats]}\n"
COLOURS = "- {name: pine, title: Pine, swatch: '#2f5d48', families: [green]}\n"
HAT = {
    "id": "rook",
    "title": "Rook",
    "category": "hats",
    "summary": "Ribbed",
    "description": "A hat.",
    "measurements": {"Head": "54 cm"},
    "variants": [
        {
            "sku": "ROOK-PINE",
            "options": {"colour": "pine"},
            "price": "19.00 EUR",
            "compare_at": "24.00 EUR",
            "stock": 3,
        }
    ],
}


def files(*products, categories=CATEGORIES, colours=COLOURS):
    lines = [line if isinstance(line, str) else json.dumps(line) for line in products]
    return {"categories.yml": categories, "colours.yml": colours, "products.jsonl": "\n".join(lines)}


def problems(*products, **more):
    with pytest.raises(BadFile) as no:
        read_catalogue(files(*products, **more))
    return list(no.value.problems)


def variant(**changed):
    return {**HAT, "variants": [{**HAT["variants"][0], **changed}]}


def test_good_files_become_values():
    sold = Variant("ROOK-PINE", "rook", (("colour", "pine"),), Money(1900, "EUR"), Money(2400, "EUR"))
    product = Product("rook", "Rook", "hats", "Ribbed", "A hat.", (sold,), measurements={"Head": "54 cm"})
    assert read_catalogue(files(HAT)) == CatalogueFile(
        (Category("hats", "Hats", "G", "For heads", ("hat", "hats")),),
        (Colour("pine", "Pine", ("green",), "#2f5d48"),),
        (product,),
        {"ROOK-PINE": 3},
    )


def test_empty_lines_between_products_are_no_products():
    assert len(read_catalogue(files("", HAT, "  ")).products) == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "is no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ('{"id": "a", "id": "b"}', "is no JSON: id is there twice"),
        ("[]", "must be an object"),
        ({**HAT, "category": "shoes"}, "category 'shoes' is not in categories.yml"),
        ({**HAT, "title": " "}, "title must be a text that is not empty, not ' '"),
        ({**HAT, "id": "Rook"}, "id must be lower-case letters, digits and hyphens, not 'Rook'"),
        ({**HAT, "tags": "warm"}, "tags must be a list of texts"),
        ({**HAT, "measurements": []}, "measurements must be an object of texts"),
        ({**HAT, "weight_grams": 1.5}, "weight_grams must be a whole number, 0 or more, not 1.5"),
        ({**HAT, "goes_with": ["rook"]}, "goes_with names 'rook', which is no other product"),
        ({**HAT, "variants": []}, "variants must be a list of objects with at least one"),
        (variant(price="19"), "variants[0].price must look like \"189.00 EUR\", not '19'"),
        (variant(price=19), 'variants[0].price must look like "189.00 EUR", not 19'),
        (variant(compare_at="19.00 EUR"), "variants[0].compare_at must be higher than price, in the same currency"),
        (variant(stock=-1), "variants[0].stock must be a whole number, 0 or more, not -1"),
        (variant(stock=True), "variants[0].stock must be a whole number, 0 or more, not True"),
        (variant(sku="rook"), "variants[0].sku must be upper-case letters, digits and hyphens, not 'rook'"),
        (variant(options={"colour": "pink"}), "variants[0].options.colour 'pink' is not in colours.yml"),
        (variant(options=7), "variants[0].options must be an object of texts"),
        (variant(colour="pine"), "variants[0].colour is not known; known are sku, options, price, stock, compare_at"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_place(line, told):
    assert problems(line) == [f"products.jsonl:1: {told}"]


def test_an_unknown_key_is_told_with_the_known_ones():
    assert problems({**HAT, "titel": "x"}) == [
        "products.jsonl:1: titel is not known; known are id, title, category, summary, description, variants, picture, "
        "features, materials, care, measurements, tags, words, weight_grams, goes_with, texts"
    ]


def test_texts_in_other_languages_are_read():
    texts = {"de": {"title": "Saatkrähe", "features": ["warm"], "measurements": {"Kopf": "54 cm"}}}
    colours = "- {name: pine, title: Pine, swatch: '#2f5d48', texts: {de: {title: Tanne}}}\n"
    read = read_catalogue(files({**HAT, "texts": texts}, colours=colours))
    german = read.products[0].spoken_in("de-AT")
    assert (german.title, german.features, german.summary) == ("Saatkrähe", ("warm",), "Ribbed")
    assert [colour.spoken_in("de").title for colour in read.colours] == ["Tanne"]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"de": {"titel": "x"}}, "texts.de.titel is not known; known are title, summary, description, features, "
                                 "materials, care, measurements, values"),
        ({"de": {"title": ""}}, "texts.de.title must be a text that is not empty, not ''"),
        ({"german": {}}, "texts.german must be a language code like de"),
        ({"de": "x"}, "texts must be an object of texts by language, like {de: {title: …}}"),
    ],
)  # fmt: skip
def test_a_wrong_text_is_told_with_its_language(texts, told):
    assert problems({**HAT, "texts": texts}) == [f"products.jsonl:1: {told}"]


def test_what_is_missing_is_told():
    bare = {name: value for name, value in HAT.items() if name not in ("summary", "variants")}
    assert problems(bare) == ["products.jsonl:1: summary is missing", "products.jsonl:1: variants is missing"]


def test_what_is_there_twice_is_told():
    assert problems(HAT, HAT) == [
        "products.jsonl:2: id rook is there twice",
        "products.jsonl:2: variants[0].sku ROOK-PINE is there twice",
    ]


def test_variants_have_the_same_options_and_differ_in_them():
    one = HAT["variants"][0]
    same, other = {**one, "sku": "ROOK-2"}, {**one, "sku": "ROOK-3", "options": {"size": "M"}}
    assert problems({**HAT, "variants": [one, same, other]}) == [
        "products.jsonl:1: variants[1].options are those of another variant",
        "products.jsonl:1: variants[2].options must be colour, as in the other variants",
    ]


def test_all_problems_of_all_files_are_told_at_once():
    assert problems(
        {**HAT, "title": ""},
        "nonsense",
        categories="- {id: hats, title: Hats, floor: 1, summary: For heads}\n",
        colours="# none\n- {name: pine, title: Pine, swatch: green}\n",
    ) == [
        "categories.yml:1: floor must be a text that is not empty, not 1",
        "colours.yml:2: swatch must be a colour like #4d6a85, not 'green'",
        "products.jsonl:1: title must be a text that is not empty, not ''",
        "products.jsonl:2: is no JSON: Expecting value: line 1 column 1 (char 0)",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- [", "categories.yml:2: is no YAML: expected the node content, but found '<stream end>'"),
        ("id: hats", "categories.yml:1: must be a list"),
        ("- hats", "categories.yml:1: must be an object"),
        ("- 2020-13-45", "categories.yml:1: is no YAML: month must be in 1..12"),
    ],
)
def test_broken_yaml_is_told_by_line(text, told):
    assert problems(HAT, categories=text + "\n")[0] == told


def test_a_missing_file_is_told():
    with pytest.raises(BadFile) as no:
        read_catalogue({"categories.yml": CATEGORIES, "products.jsonl": ""})
    assert no.value.problems[0] == "colours.yml: is missing"
