"""Fitting the signs of anger: refused with few answers, written where there are enough, nothing on a dry run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from floorwalker.bootstrap import migrate, open_books
from floorwalker.cli import main
from floorwalker.domain.handoff import Handoff

pytest.importorskip("sklearn")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FLOORWALKER_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    migrate({"FLOORWALKER_DATA": str(tmp_path)})
    return tmp_path


def judge(folder: Path, count: int, detail: str, right: bool) -> None:
    books = open_books({"FLOORWALKER_DATA": str(folder)})
    for number in range(count):
        conversation = f"{number}-{right}"
        with books.begin() as work:
            work.customers.ensure(conversation, "web", "", conversation, f"p-{conversation}", 1)
            one = Handoff(f"h-{conversation}", conversation, "offered", "frustrated", 1, 1, detail=detail)
            work.handoffs.add(one)
            work.handoffs.change(one.id, right=right)


def test_few_answers_are_refused_and_nothing_is_written(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    judge(shop, 3, "score 0.45 cue 1.0", True)
    assert main(["train-frustration"]) == 2
    assert "3 answers, 3 of them yes; 40 are needed" in capsys.readouterr().err
    assert not (shop / "mood.json").exists()


def test_what_was_right_weighs_more_afterwards(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    judge(shop, 30, "score 0.45 cue 1.0", True)
    judge(shop, 30, "score 0.2 curse 1.0", False)
    assert main(["train-frustration", "--dry-run"]) == 0
    assert not (shop / "mood.json").exists()
    assert main(["train-frustration"]) == 0
    weights = json.loads((shop / "mood.json").read_text())
    assert weights["cue"] > 0.45 and weights["curse"] == 0 and sum(weights.values()) == pytest.approx(1.1, abs=0.01)
    assert "30 of 60 conversations, 30 of them rightly" in capsys.readouterr().out
