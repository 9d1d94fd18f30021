"""The terminal's chat: steps in their order, cards in boxes, numbers that tap."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from floorwalker.cli import parser
from floorwalker.cli.talk import parse
from floorwalker.cli.talk_screen import Screen


def event(**msg: object) -> dict[str, object]:
    return {"seq": 1, "from": "bot", "name": None, "key": "1", "msg": {"type": "text", **msg}}


def test_steps_keep_their_order_and_options_stand_anywhere() -> None:
    options, steps = parse(["hi", "--taps", "Add", "--as", "ana", "two please", "--json", "--wait", "5"])
    assert (options["as"], options["json"]) == ("ana", True)
    assert steps == [("says", "hi"), ("taps", "Add"), ("says", "two please"), ("wait", "5")]


def test_a_script_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "dialogue.txt"
    path.write_text("# a purchase\nhi\n\n/tap Check out\n/wait 3\n")
    assert parse(["--script", str(path)])[1] == [("says", "hi"), ("taps", "Check out"), ("wait", "3")]


@pytest.mark.parametrize("words", [["--taps"], ["--nonsense"], ["--script", "/nowhere/at-all.txt"]])
def test_what_cannot_be_done_is_named(words: list[str]) -> None:
    with pytest.raises(SystemExit) as no:
        parse(words)
    assert words[0] in str(no.value) or words[-1] in str(no.value)


def test_a_card_stands_in_a_box_and_its_buttons_have_numbers() -> None:
    out = io.StringIO()
    screen = Screen(out, styled=False)
    line = {"sku": "A", "title": "Cap", "detail": "Pine", "quantity": 2, "total": {"amount": 3800, "currency": "EUR"}}
    screen.show([event(type="cart", text="Your cart.", lines=[line], actions=[{"id": "1.1", "title": "Check out"}])])
    assert out.getvalue().splitlines() == [
        "Assistant",
        "  Your cart.",
        "  ┌" + "─" * 62 + "┐",
        "  │ " + "2 × Cap, Pine  38.00 EUR".ljust(60) + " │",
        "  └" + "─" * 62 + "┘",
        "  [1] Check out",
    ]
    assert [screen.chosen(typed) for typed in ("1", "2", "0", "x", "²")] == ["Check out", None, None, None, None]


@pytest.mark.parametrize("words", [["--as", "ana", "hi"], ["hi", "--as", "ana"], ["--json", "hi"]])
def test_an_option_may_stand_first(words: list[str]) -> None:
    assert parser().parse_args(["talk", *words]).rest == words
