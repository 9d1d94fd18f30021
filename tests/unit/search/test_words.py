"""Words, their distance, and the speller."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from floorwalker.search.speller import Speller, heads
from floorwalker.search.words import distance, split, words


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ("boot", "boot", 0),
        ("boot", "boots", 1),
        ("jaket", "jacket", 1),
        ("sokcs", "socks", 1),
        ("abc", "xyz", 3),
    ],
)
def test_distance_counts_edits_and_swaps(a, b, apart):
    assert distance(a, b, 2) == apart


def test_words_are_folded_and_keep_their_places():
    text = "Grüne Off-White Mützen"
    assert [(w.text, text[w.start : w.end]) for w in words(text)] == [
        ("grune", "Grüne"), ("off-white", "Off-White"), ("mutzen", "Mützen"),
    ]  # fmt: skip


def test_the_index_counts_parts_of_hyphenated_words():
    assert split("3-layer, 20,000 mm") == ("3", "layer", "20", "000", "mm")


@dataclass
class FewWords:
    """A lexicon in memory; only "sleeping" and "bag" stand together."""

    counts: dict[str, tuple[int, int]]

    def count(self, word):
        return self.counts.get(word, (0, 0))

    def begun(self, word):
        return sum(products for other, (products, _) in self.counts.items() if other.startswith(word))

    def near(self, sought):
        return [word for word, (n, titles) in self.counts.items() if set(sought) & set(heads(word, n, titles))]

    def together(self, words):
        return 2 * (set(words) <= {"sleeping", "bag"})


@pytest.fixture
def speller():
    counts = {
        "jacket": (8, 6),
        "rain": (9, 2),
        "socks": (1, 1),
        "sleeping": (2, 1),
        "bag": (3, 1),
        "kelder": (2, 2),
    }
    return Speller(FewWords(counts))


@pytest.mark.parametrize(
    ("given", "mended"),
    [
        (["jaket", "rain"], ("jacket", "rain")),
        (["kelder", "rain"], ("kelder", "rain")),
        (["sokcs", "rain"], ("socks", "rain")),
        (["sleepingbag", "rain"], ("sleeping", "bag", "rain")),
        (["xylophone", "rain"], ("xylophone", "rain")),
        (["28", "rain"], ("28", "rain")),
        (["coast", "rain"], ("coast", "rain")),
        (["rain", "jack"], ("rain", "jack")),
    ],
)
def test_unknown_words_become_near_ones(speller, given, mended):
    assert speller.mend(given).words == mended
