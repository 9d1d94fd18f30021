"""How negative English words are, by VADER's list; other languages have the cues alone."""

from __future__ import annotations

from functools import cache
from typing import Any


def negativity(text: str) -> float:
    """From 0 to 1."""
    return max(0.0, -float(_analyser().polarity_scores(text)["compound"]))


@cache
def _analyser() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()
