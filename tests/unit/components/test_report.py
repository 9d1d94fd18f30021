"""The designer's report, on a small invented set with a mislabelled line and two lines that say the same."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from components import report
    from components.examples import Example
    from components.hybrid import fit
    from components.report_page import sections

PLACE = Path("data") / "nlu.yml"


@pytest.fixture(scope="module")
def result():
    """Two clouds of vectors; the line "odd" lies in the other's."""
    rng = np.random.default_rng(3)
    words = ("one", "two", "three", "four", "five", "six", "seven", "eight")
    texts = [f"{kind} {word}" for kind in ("alpha", "beta") for word in words]
    vectors = np.vstack([rng.normal(0, 0.3, 32) + (3 if n < 8 else -3) * (np.arange(32) < 8) for n in range(16)])
    lines = [Example("a" if n < 8 else "faq/b", text, PLACE, n) for n, text in enumerate(texts)]
    lines.append(Example("faq/b", "alpha nine", PLACE, 16))
    vectors = np.vstack([vectors, vectors[0] + 0.01])
    return report.Learned(tuple(lines), vectors, fit([x.text for x in lines], vectors, [x.intent for x in lines]))


def test_what_is_confused_is_told_with_its_line(result):
    (confusion,) = report.confusions(result)
    assert (confusion.intent, confusion.other, [line.text for line in confusion.lines]) == ("faq", "a", ["alpha nine"])
    assert report.accuracy(result) == pytest.approx(16 / 17)
    assert report.weak(result) == []


def test_a_line_in_the_wrong_intent_is_doubted(result):
    assert [(doubt.line.text, doubt.other) for doubt in report.doubts(result)] == [("alpha nine", "a")]


def test_a_line_that_says_the_same_as_another_is_found(result):
    pairs = [(doubt.twin.text, doubt.line.text) for doubt in report.twins(result)]
    assert ("alpha one", "alpha nine") in pairs


def test_the_page_escapes_what_people_wrote_and_offers_the_command(result, monkeypatch):
    monkeypatch.setattr(report, "curve", lambda _: [(4, 0.5)])
    told = {"text": "<b>it's</b>", "intent": "faq", "confidence": 0.2, "faq": "faq/b",
            "alternatives": [{"intent": "a", "confidence": 0.1}]}  # fmt: skip
    page = "".join(sections(result, [told], []))
    assert "&lt;b&gt;it&#x27;s" in page and "<b>it" not in page
    assert "components.check_examples faq/b" in page and "components.check_examples a" in page
    assert "alpha nine" in page
