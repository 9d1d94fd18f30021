"""Every word of the pages stands in labels.yml, in every language, with the same facts."""

import re

import yaml

from floorwalker.conversations.wording import placeholders
from tests.unit.web.fakes import ROOT

LABELS = yaml.safe_load((ROOT / "data/shared/labels.yml").read_text(encoding="utf-8"))["labels"]
TEMPLATES = sorted((ROOT / "web/storefront/templates").glob("*.html"))


def test_every_label_is_said_in_both_languages_with_the_same_facts():
    for key, words in LABELS.items():
        assert set(words) == {"en", "de"}, key
        assert placeholders(words["en"]) == placeholders(words["de"]), key


def test_templates_use_only_labels_that_exist():
    used = {key for page in TEMPLATES for key in re.findall(r"'(page_\w+)'", page.read_text(encoding="utf-8"))}
    prefixes = {key for key in used if key.endswith("_")}
    assert used - prefixes <= set(LABELS)
    assert all(any(key.startswith(prefix) for key in LABELS) for prefix in prefixes)


def test_templates_hold_no_words_of_their_own():
    for page in TEMPLATES:
        text = re.sub(r"\{[%{#].*?[%}#]\}|<[^>]*>", " ", page.read_text(encoding="utf-8"), flags=re.S)
        assert not re.findall(r"[A-Za-zÄÖÜäöüß]{3,}", text), page.name


def test_the_widget_speaks_both_languages_with_the_same_facts():
    import json

    labels = json.loads((ROOT / "web/widget/src/labels.json").read_text(encoding="utf-8"))
    for key, words in labels.items():
        assert set(words) == {"en", "de"}, key
        assert placeholders(words["en"]) == placeholders(words["de"]), key
