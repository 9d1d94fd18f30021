"""What the documents name exists, and what exists is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from floorwalker.cli import COMMANDS
from web.limits import RULES

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTING = re.compile(r'reader\.(?:text|port|count|switch)\("([A-Z_]+)"')
INTERNAL = {"SANDBOX_KEY", "FLOORWALKER_TEST_CLOCK"}


def test_the_readme_is_short_and_its_links_lead_somewhere() -> None:
    assert len(README.splitlines()) <= 200
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_setting_is_in_the_example_file() -> None:
    settings = set(SETTING.findall((ROOT / "floorwalker" / "settings.py").read_text(encoding="utf-8")))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert {name for name in settings - INTERNAL if f"{name}=" not in example} == set()
    assert len(settings) == 26


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert {"importer": "import", "train_frustration": "train-frustration"}.get(command, command) in README


def test_every_make_target_has_a_help_text() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z0-9-]+):(.*)$", makefile, re.MULTILINE)
    assert [name for name, rest in targets if "##" not in rest] == []


def test_a_decision_says_what_why_and_when_to_look_again() -> None:
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        assert re.match(r"\d{4}-[a-z-]+$", path.stem), path
        assert "When to look again" in path.read_text(encoding="utf-8"), path


def test_the_limits_that_operators_read_are_those_that_hold() -> None:
    told = (ROOT / "docs" / "howto" / "operator.md").read_text(encoding="utf-8")
    paces = {f"{rule.burst:g}, {rule.per_second:g}" for rule in RULES if rule.prefix != "/health"}
    assert {pace for pace in paces if pace not in told} == set()
