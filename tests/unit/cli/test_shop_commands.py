"""The shop's commands, on a fresh shop under a folder of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from floorwalker import bootstrap
from floorwalker.cli import callbacks, check, importer, ledger, orders, staff, stock
from floorwalker.cli.tables import show
from floorwalker.domain.money import Money
from floorwalker.errors import BadValue

COMMANDS = (callbacks, check, importer, ledger, orders, staff, stock)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FLOORWALKER_DATA", str(tmp_path))
    bootstrap.migrate({"FLOORWALKER_DATA": str(tmp_path)})
    return tmp_path


def run(*words: str) -> int:
    import argparse

    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    for module in COMMANDS:
        module.add(commands)
    arguments = parser.parse_args(words)
    return int(arguments.run(arguments))


def test_a_catalogue_is_imported_and_its_stock_listed(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", "--json") == 0
    taken = json.loads(capsys.readouterr().out)
    assert (taken["version"], taken["products"]) == (1, 60)
    assert run("stock", "kelder-slate-m", "--json") == 0
    assert json.loads(capsys.readouterr().out)["sku"] == "KELDER-SLATE-M"
    assert run("stock", "KELDER-SLATE-M", "--set", "5") == 0
    assert capsys.readouterr().out.split() == ["sku", "on_hand", "reserved", "free", "KELDER-SLATE-M", "5", "0", "5"]
    assert run("check") == 0 and capsys.readouterr().out == "ok\n"


def test_empty_lists_are_empty(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [run(name) for name in ("orders", "ledger", "callbacks")] == [0, 0, 0]
    assert run("orders", "LL-1") == 1 and capsys.readouterr().out == ""


def test_staff_come_in_by_links_that_are_printed(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("staff", "add", "marta", "--role", "supervisor") == 0
    assert capsys.readouterr().out.startswith("http://localhost:8000/staff/set-up?token=")
    assert run("staff", "reset", "marta") == 0 and "token=" in capsys.readouterr().out
    assert run("staff", "disable", "marta") == 0 and run("staff", "list", "--json") == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (row["name"], row["role"], row["active"], row["ready"]) == ("marta", "supervisor", False, False)
    with pytest.raises(BadValue):
        run("staff", "reset", "ghost")


def test_money_is_an_object_for_programs_and_words_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"total": Money(13390, "EUR"), "items": ["1xCAP"], "created": 0, "why": None}]
    show(rows, True)
    assert json.loads(capsys.readouterr().out)["total"] == {"amount": 13390, "currency": "EUR"}
    show(rows, False)
    assert capsys.readouterr().out.splitlines()[1].rstrip() == "133.90 EUR  1xCAP  1970-01-01 00:00"
