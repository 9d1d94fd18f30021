"""The search under any text, and while its index is replaced: nothing raises, offsets are right, no half index."""

from __future__ import annotations

import json
import multiprocessing
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floorwalker.search.build import build, build_from
from floorwalker.search.finder import Finder
from floorwalker.search.index import Index
from floorwalker.search.jsonl import JsonLines
from floorwalker.search.parse import parse
from floorwalker.search.query import Query, merge
from floorwalker.search.rank import search
from floorwalker.search.resolve import named
from floorwalker.search.shop_search import ShopSearch
from floorwalker.search.words import fold, split, words
from floorwalker.services.catalogue_file import FILES, read_catalogue

FOLDER = Path(__file__).parents[2] / "data" / "catalogue"
CATALOGUE = read_catalogue({name: (FOLDER / name).read_text(encoding="utf-8") for name in FILES})
PRODUCTS = {product.id: product for product in CATALOGUE.products}
SAID = [
    "the", "second", "first", "both", "it", "that", "jacket", "rain", "blue", "not", "without", "under", "over",
    "between", "150", "50", "€", "size", "M", "42", "cheaper", "any", "colour", "kelder", "mossa", "instead",
    "die", "zweite", "günstiger", "ohne", "Kapuze", "ſ", "İ", "ß", "ﬁ", "½", "ǅ", "👍🏽", "é", "\u202e", "\x00",
    '"', "*", "NEAR(",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(SAID), max_size=8).map(" ".join))


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    path = tmp_path_factory.mktemp("index") / "search.db"
    build(CATALOGUE.products, CATALOGUE.categories, CATALOGUE.colours, path)
    opened = Index.open(path)
    yield opened
    opened.close()


@given(TEXTS)
def test_places_are_those_of_the_text_as_it_came(text):
    assert all(fold(text[w.start : w.end]).replace("’", "'") == w.text for w in words(text))
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in parse(text))


@settings(deadline=None)
@given(TEXTS)
def test_names_stand_where_they_are_said(index, text):
    for found in named(text, index.vocabulary):
        assert 0 <= found.start < found.end <= len(text)
        assert found.product in PRODUCTS


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_a_talk_of_any_sentences_is_understood_and_kept(index, sentences):
    query = Query()
    for sentence in sentences:
        query = merge(query, index.understand(sentence), (1000, 2000))
        assert Query.from_json(query.to_json()) == query
    assert set(search(index, query, limit=50).ids) <= set(PRODUCTS)


@settings(deadline=None)
@given(TEXTS, st.lists(st.sampled_from(sorted(PRODUCTS)), max_size=4, unique=True), st.sampled_from([None, "heath"]))
def test_a_reference_is_to_something_there_is(index, text, shown, focus):
    service = ShopSearch(index, PRODUCTS.get, lambda: CATALOGUE.colours, lambda: CATALOGUE.stock)
    meant = service.resolve(text, shown, focus, ("mossa",))
    assert set(meant) <= set(PRODUCTS)
    assert len(set(meant)) == len(meant)


@settings(deadline=None)
@given(TEXTS)
def test_any_text_gets_an_answer_that_can_be_written_down(index, text):
    answer = Finder(index).find(text)
    assert len(answer.ids) == len(answer.titles) <= answer.total
    assert json.loads(json.dumps(answer.ids)) == list(answer.ids)


@given(st.text(max_size=60))
def test_words_of_the_index_are_never_empty(text):
    assert all(split(text))


# replaced while it is read

SIZES = (3, 11, 24)


def write(path: Path, size: int) -> None:
    build(CATALOGUE.products[:size], CATALOGUE.categories, CATALOGUE.colours, path)


def read(path: Path, ready, stop, out) -> None:
    """A process that searches without a pause between looks at the file."""
    seen = set()
    ticks = iter(range(0, 1 << 40, 3))
    index = Index.open(path, lambda: float(next(ticks)))
    ready.set()
    while not stop.is_set():
        with index.reading() as snapshot:
            total = search(index, Query(), limit=50).total
            rows = len(snapshot.vectors.rows) if snapshot.vectors else total
            seen.add((total, len(snapshot.vocabulary.names), snapshot.products, rows))
    out.put(seen)


def test_processes_that_read_see_whole_indexes_while_others_replace_it(tmp_path):
    path = tmp_path / "search.db"
    write(path, SIZES[0])
    context = multiprocessing.get_context("spawn")
    stop, out = context.Event(), context.Queue()
    ready = [context.Event() for _ in range(2)]
    readers = [context.Process(target=read, args=(path, event, stop, out)) for event in ready]
    for reader in readers:
        reader.start()
    assert all(event.wait(60) for event in ready)
    writers = [threading.Thread(target=write, args=(path, size)) for size in SIZES * 4]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    write(path, SIZES[-1])
    stop.set()
    seen = [out.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join(timeout=60)
    assert [reader.exitcode for reader in readers] == [0, 0]
    assert {len(set(whole)) for found in seen for whole in found} == {1}
    assert {whole[0] for found in seen for whole in found} <= set(SIZES)
    assert sorted(file.suffix for file in tmp_path.iterdir()) in ([".db"], [".db", ".vectors"])


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.integers(0, 10**7)), min_size=1, max_size=6))
def test_any_catalogue_of_json_lines_can_be_searched(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("lines")
    lines = [json.dumps({"id": str(n), "title": title, "price": price}) for n, (title, price) in enumerate(rows)]
    (folder / "shop.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert build_from(JsonLines(folder / "shop.jsonl"), folder / "shop.db") == len(rows)
    index = Index.open(folder / "shop.db")
    assert search(index, Query(), limit=50).total == len(rows)
    for title, _ in rows:
        assert Finder(index).find(title).total >= 0
    index.close()
