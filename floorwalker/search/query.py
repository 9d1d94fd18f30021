"""A search as the conversation carries it: `understand` reads a sentence, `merge` joins it to the query so far."""

from __future__ import annotations

from floorwalker.search.merge import merge
from floorwalker.search.query_values import Facets, Query, Turn
from floorwalker.search.understand import understand
from floorwalker.search.vocabulary import Vocabulary

__all__ = ["Facets", "Query", "Turn", "Vocabulary", "merge", "understand"]
