"""`floorwalker understand`: what it reads, and what it says to a file or a model that is not there."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import Any

import pytest

from floorwalker.cli import understand
from floorwalker.errors import BadFile, BadSettings


def arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    understand.add(parser.add_subparsers(required=True))
    return parser.parse_args(["understand", *words])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_is_read_line_by_line_whatever_its_line_ends(project: Path) -> None:
    path = project / "lines.txt"
    path.write_bytes("\ufeffhallo, schöne Jacke\r\n\r\nM\n".encode())
    assert understand._messages(arguments("--file", str(path))) == ["hallo, schöne Jacke", "", "M"]
    path.write_text("")
    assert understand._messages(arguments("--file", str(path))) == []


def test_standard_input_is_a_file_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a\nb\n"))
    assert understand._messages(arguments("--file", "-")) == ["a", "b"]


def test_words_without_quotes_are_one_message() -> None:
    assert understand._messages(arguments("where", "is", "it")) == ["where is it"]


@pytest.mark.parametrize(
    ("words", "why"), [((), "give one message"), (("--file", "none.txt"), "none.txt: cannot be read")]
)
def test_what_cannot_be_read_is_named(project: Path, words: tuple[str, ...], why: str) -> None:
    with pytest.raises(BadFile, match=why):
        understand.run(arguments(*words))


def test_bytes_that_are_no_text_are_named(project: Path) -> None:
    (project / "x.bin").write_bytes(b"ok\n\xff\xfe")
    with pytest.raises(BadFile, match="x.bin: is not UTF-8 \\(byte 3\\)"):
        understand.run(arguments("--file", "x.bin"))


def test_without_a_model_the_remedy_is_named(project: Path) -> None:
    with pytest.raises(BadSettings, match="floorwalker train"):
        understand.run(arguments("hi"))


FOUND: dict[str, Any] = {
    "text": "boots in 41", "intent": "product_search", "confidence": 0.91, "sure": True, "query": None,
    "language": "en", "alternatives": [{"intent": "inform", "confidence": 0.05}], "clauses": [],
    "entities": [{"entity": "size", "value": "41", "start": 9, "end": 11, "source": "grammar"}],
}  # fmt: skip


def test_it_is_told_to_people_and_to_programs(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "data").symlink_to(Path(__file__).parents[3] / "data")
    (project / "models").mkdir()
    (project / "models" / "floorwalker.tar.gz").touch()
    monkeypatch.setenv("FLOORWALKER_DATA", str(project / "var"))
    monkeypatch.setattr(understand, "_understood", lambda model, texts, after, environ: iter([FOUND]))
    assert understand.run(arguments("x")) == 0
    told = capsys.readouterr()
    assert told.out.split("\n")[1:4] == ["  product_search  0.91", "  else  inform 0.05", "  size  41  “41”"]
    assert "older than its data" in told.err and "sample shop" in told.err
    assert understand.run(arguments("x", "--json")) == 0
    assert json.loads(capsys.readouterr().out) == FOUND
