"""A shop of 24 products that stays as it is, so that every answer of the search can be told exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from floorwalker.search.build import build
from floorwalker.search.index import Index
from floorwalker.search.query import Vocabulary
from floorwalker.services.catalogue_file import FILES, read_catalogue

FOLDER = Path(__file__).parent / "catalogue"


@pytest.fixture(scope="session")
def catalogue():
    return read_catalogue({name: (FOLDER / name).read_text(encoding="utf-8") for name in FILES})


@pytest.fixture(scope="session")
def vocabulary(catalogue):
    return Vocabulary.of(catalogue.products, catalogue.categories, catalogue.colours)


@pytest.fixture(scope="session")
def index(catalogue, tmp_path_factory):
    path = tmp_path_factory.mktemp("index") / "search.db"
    build(catalogue.products, catalogue.categories, catalogue.colours, path)
    opened = Index.open(path)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def product(catalogue):
    return {product.id: product for product in catalogue.products}.__getitem__
