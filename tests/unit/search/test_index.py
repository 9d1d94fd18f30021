"""The index file: replaced while it is read, never half."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from floorwalker.search.build import build
from floorwalker.search.index import Index
from floorwalker.search.query import Query
from floorwalker.search.rank import search


@pytest.fixture
def make(catalogue, tmp_path):
    def make(products):
        build(products, catalogue.categories, catalogue.colours, tmp_path / "search.db")
        return tmp_path / "search.db"

    return make


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def index(make, catalogue, clock):
    opened = Index.open(make(catalogue.products[:3]), lambda: clock[0])
    yield opened
    opened.close()


def test_a_newer_file_is_noticed_after_two_seconds(index, make, catalogue, clock):
    make(catalogue.products)
    clock[0] = 1.9
    before = search(index, Query()).total
    clock[0] = 2.0
    assert (before, search(index, Query()).total) == (3, 24)


def test_the_vocabulary_changes_with_the_file(index, make, catalogue, clock):
    make(catalogue.products)
    clock[0] = 2.0
    assert len(index.vocabulary.names) == 24


def test_a_file_that_is_gone_or_foreign_leaves_the_open_one(index, tmp_path, clock):
    (tmp_path / "search.db").unlink()
    clock[0] = 2.0
    gone = search(index, Query()).total
    (tmp_path / "search.db").write_text("no database")
    clock[0] = 4.0
    assert (gone, search(index, Query()).total) == (3, 3)


def test_an_interrupted_build_leaves_the_old_file_and_no_rubbish(make, catalogue, tmp_path):
    path = make(catalogue.products)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(AttributeError):
        make([*catalogue.products, None])
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    assert path.name in before


def test_opening_nothing_says_so(tmp_path):
    with pytest.raises(FileNotFoundError):
        Index.open(tmp_path / "none.db")


def test_the_same_catalogue_has_the_same_version(make, catalogue):
    versions = []
    for _ in range(2):
        index = Index.open(make(catalogue.products))
        with index.reading() as snapshot:
            versions.append(snapshot.version)
        index.close()
    assert versions[0] == versions[1]


def test_threads_read_while_the_file_is_swapped(make, catalogue):
    times = iter(range(0, 100_000, 3))
    index = Index.open(make(catalogue.products[:3]), lambda: float(next(times)))

    def read(_):
        return search(index, Query()).total

    with ThreadPoolExecutor(8) as pool:
        totals = list(pool.map(read, range(50)))
        make(catalogue.products)
        totals += list(pool.map(read, range(50)))
    index.close()
    assert (set(totals), totals[-1]) == ({3, 24}, 24)
