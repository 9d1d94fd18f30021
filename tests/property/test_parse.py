"""Whatever a shopper writes: nothing raises, every place is inside the text, filters hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floorwalker.search.build import build
from floorwalker.search.index import Index
from floorwalker.search.parse import parse
from floorwalker.search.query import Query, Turn, Vocabulary, merge, understand
from floorwalker.search.rank import search
from floorwalker.search.resolve import named
from floorwalker.services.catalogue_file import FILES, read_catalogue

FOLDER = Path(__file__).parents[2] / "data" / "catalogue"
CATALOGUE = read_catalogue({name: (FOLDER / name).read_text(encoding="utf-8") for name in FILES})
VOCABULARY = Vocabulary.of(CATALOGUE.products, CATALOGUE.categories, CATALOGUE.colours)

SAID = """under bis between 50 200,00 1.299 € eur and - – in size M xl 42 39-42 the second one number # 3 make it two x
    pairs of those both letzte günstigere it jo@example.org code WELCOME10 LL-24817 order 50667 Köln without not any
    colour blue jacket jaket kelder ridge 28 is fine cheaper , . ! ? İ ß \u0301 \x00 🙂 ²"""
PIECES = st.sampled_from(SAID.split())
TEXTS = st.one_of(
    st.text(), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=8).map("".join)
)


@given(TEXTS, st.sampled_from(["", "size", "quantity", "postcode"]))
def test_every_text_is_read_without_overlap_and_inside_its_bounds(text, asked):
    at = 0
    for span in parse(text, asked):
        assert at <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        at = span.end


@given(
    st.text(max_size=20).map(lambda t: t + " "),
    st.sampled_from(["under 200", "size 40", "jo@example.org", "3 pairs"]),
)
def test_places_do_not_move_with_what_stands_before(before, said):
    text = f"{before}, {said}"
    assert said in [text[span.start : span.end] for span in parse(text)]


@given(TEXTS)
def test_every_text_is_understood_and_keeps_its_query_through_json(text):
    query = merge(Query(), understand(text, VOCABULARY))
    assert Query.from_json(query.to_json()) == query


@given(TEXTS)
def test_every_text_is_looked_through_for_names(text):
    for name in named(text, VOCABULARY):
        assert 0 <= name.start < name.end <= len(text)


@given(TEXTS)
def test_an_empty_turn_changes_no_query(text):
    query = merge(Query(), understand(text, VOCABULARY))
    assert merge(query, Turn(), (100, 200)) == query


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    path = tmp_path_factory.mktemp("index") / "search.db"
    build(CATALOGUE.products, CATALOGUE.categories, CATALOGUE.colours, path)
    opened = Index.open(path)
    yield opened
    opened.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=TEXTS)
def test_every_text_is_searched_and_pages_hold_known_products(index, text):
    found = search(index, merge(Query(), understand(text, VOCABULARY)), limit=len(CATALOGUE.products))
    assert len(found.ids) == found.total
    assert set(found.ids) <= {product.id for product in CATALOGUE.products}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(high=st.integers(1000, 60000), colour=st.sampled_from([c.name for c in CATALOGUE.colours]))
def test_a_filter_never_lets_through_what_it_forbids(index, high, colour):
    found = search(index, Query(high=high, want=(("colour", (colour,)),)), limit=len(CATALOGUE.products))
    if not found.relaxed:
        fitting = {
            v.product
            for p in CATALOGUE.products
            for v in p.variants
            if v.price.minor <= high and v.option("colour") == colour
        }
        assert set(found.ids) == fitting
