"""Every word of the staff's pages stands in labels_office.yml, in every language, with the same facts."""

from __future__ import annotations

import re

import yaml

from floorwalker.conversations.wording import placeholders
from tests.unit.web.fakes import ROOT

LABELS = yaml.safe_load((ROOT / "data/shared/labels_office.yml").read_text(encoding="utf-8"))["labels"]
TEMPLATES = sorted(path for folder in ("staff", "office") for path in (ROOT / "web" / folder).rglob("*.html"))
CODE = sorted(path for folder in ("staff", "office") for path in (ROOT / "web" / folder).rglob("*.py"))
KEY = re.compile(r"[\"']((?:staff|office)_\w+)[\"']")


def test_every_label_is_said_in_both_languages_with_the_same_facts() -> None:
    for key, words in LABELS.items():
        assert set(words) == {"en", "de"}, key
        assert placeholders(words["en"]) == placeholders(words["de"]), key


def test_pages_use_only_labels_that_exist() -> None:
    used = {key for path in (*TEMPLATES, *CODE) for key in KEY.findall(path.read_text(encoding="utf-8"))}
    prefixes = {key for key in used if key.endswith("_")}
    assert used - prefixes - set(LABELS) - {"staff_form"} == set()
    assert all(any(key.startswith(prefix) for key in LABELS) for prefix in prefixes)


def test_templates_hold_no_words_of_their_own() -> None:
    for page in TEMPLATES:
        text = re.sub(r"\{[%{#].*?[%}#]\}|<[^>]*>", " ", page.read_text(encoding="utf-8"), flags=re.S)
        assert not re.findall(r"[A-Za-zÄÖÜäöüß]{3,}", text), page.name


def test_the_icons_that_pages_name_are_drawn() -> None:
    drawn = set(re.findall(r'symbol id="(\w+)"', (ROOT / "web/staff/static/icons.svg").read_text(encoding="utf-8")))
    used = {name for path in TEMPLATES for name in re.findall(r"icon\('(\w+)'\)", path.read_text(encoding="utf-8"))}
    assert used <= drawn
