"""What is said: every name that Python speaks exists, in every language, with the same placeholders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from floorwalker.conversations.wording import Wording, placeholders

ROOT = Path(__file__).resolve().parents[3]
SKILLS = ROOT / "data" / "skills"
LANGUAGES = ("en", "de")
NEVER_FACTS = {"sender", "text", "buttons", "image", "attachment", "elements", "custom", "tracker", "output_channel",
               "utter_action"}  # fmt: skip
SET_BY_LAW = {"order_and_pay"}
"""German law fixes the words of the ordering button; nothing may be added to them."""
WORDING = Wording.load(ROOT / "data")
SPOKEN = sorted(
    name
    for path in [*(ROOT / "actions").glob("*.py"), ROOT / "floorwalker" / "errors.py"]
    for name in re.findall(r'"(utter_[a-z_/]+[a-z])"', path.read_text(encoding="utf-8"))
    if name != "utter_action"  # Rasa's own key of an event
)


def read(path: Path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SPOKEN)
def test_what_python_says_is_written(name):
    assert name in WORDING.responses


@pytest.mark.parametrize("name", sorted(WORDING.responses))
def test_a_response_is_written_in_every_language_with_the_same_facts(name):
    texts = WORDING.responses[name]
    assert set(texts) == set(LANGUAGES)
    assert len({placeholders(text) for text in texts.values()}) == 1
    assert not placeholders(texts["en"]) & NEVER_FACTS


def test_every_variant_of_a_response_uses_the_same_facts_and_has_the_same_buttons():
    for path in SKILLS.glob("*/responses.yml"):
        for name, variants in read(path)["responses"].items():
            assert len({placeholders(variant["text"]) for variant in variants}) == 1, name
            taps = {tuple(button["payload"] for button in variant.get("buttons", ())) for variant in variants}
            assert len(taps) == 1, name


@pytest.mark.parametrize("key", sorted(WORDING.labels))
def test_a_label_is_written_in_every_language_with_the_same_facts(key):
    texts = WORDING.labels[key]
    assert set(LANGUAGES) <= set(texts)
    assert key in SET_BY_LAW or len({placeholders(texts[language]) for language in LANGUAGES}) == 1


def test_every_label_that_python_uses_is_written():
    sources = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "actions").glob("*.py"))
    used = re.findall(r'(?:label|chip)\(\s*"([a-z_]+)"', sources)
    assert sorted(set(used) - set(WORDING.labels)) == []


def test_every_question_of_the_faq_has_an_answer_and_a_label():
    keys = {block["intent"].partition("/")[2] for block in read(SKILLS / "faq" / "nlu.yml")["nlu"]}
    assert sorted(key for key in keys if f"utter_faq/{key}" not in WORDING.responses) == []
    assert sorted(key for key in keys if f"faq_{key}" not in WORDING.labels) == []


def test_every_intent_is_in_a_rule_or_a_story():
    known = {next(iter(i)) if isinstance(i, dict) else i for i in read(ROOT / "domain.yml")["intents"]}
    files = [*(ROOT / "data").rglob("rules.yml"), *(ROOT / "data").rglob("stories.yml")]
    used = {name for path in files for name in re.findall(r"intent: (\w+)", path.read_text(encoding="utf-8"))}
    assert sorted(known - used) == []
    assert sorted(used - known) == []


def test_every_intent_has_a_dozen_different_lines():
    counts: dict[str, int] = {}
    for path in (ROOT / "data").rglob("nlu.yml"):
        for block in read(path)["nlu"]:
            lines = [line[2:].strip().lower() for line in block["examples"].splitlines() if line.startswith("- ")]
            assert len(lines) == len(set(lines)), block["intent"]
            counts[block["intent"].partition("/")[0]] = counts.get(block["intent"].partition("/")[0], 0) + len(lines)
    assert {intent: count for intent, count in counts.items() if count < 12} == {}


def test_buttons_carry_intents_that_exist():
    known = {next(iter(i)) if isinstance(i, dict) else i for i in read(ROOT / "domain.yml")["intents"]}
    for path in SKILLS.glob("*/responses.yml"):
        for payload in re.findall(r'payload: "/(\w+)', path.read_text(encoding="utf-8")):
            assert payload in known, f"{path}: {payload}"


def test_the_form_takes_no_answer_from_intents_that_interrupt_it():
    source = (ROOT / "actions" / "taking.py").read_text(encoding="utf-8")
    telling = re.findall(r'"(\w+)"', re.search(r"TELLING = \((.*?)\)", source, re.S)[1])
    interrupting = {"faq", "handoff_request", "order_status", "product_details", "product_availability", "cart_show",
                    "cart_add", "cart_remove", "payment_check", "help", "stop", "EXTERNAL_payment_paid",
                    "EXTERNAL_payment_failed", "EXTERNAL_payment_expired", "EXTERNAL_refund_update"}  # fmt: skip
    assert interrupting & set(telling) == set()
    assert "checkout_tell" in telling
