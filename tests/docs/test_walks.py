"""The walks of docs/howto, on a copy of the project: what is promised to need so few files does."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from floorwalker.bootstrap import migrate, open_shop, take_in

pytest.importorskip("rasa")
ROOT = Path(__file__).parents[2]
COPIED = (
    "config.yml", "domain.yml", "data", "components", "floorwalker", "actions", "store.yml", "tests/unit/assistant"
)  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Path]:
    for name in COPIED:
        source, target = ROOT / name, tmp_path / "project" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    for package in ("tests", "tests/unit"):
        (tmp_path / "project" / package / "__init__.py").touch()
    yield tmp_path / "project"


def run(folder: Path, *command: str) -> str:
    """The command's output, from inside the copy. Fails with it when the command does."""
    python = [sys.executable, "-W", "ignore", "-m", *command]
    done = subprocess.run(python, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def training_fingerprint(folder: Path) -> str:
    """What Rasa compares to decide whether language understanding must be trained again."""
    code = (
        "from components.importer import SkillImporter;"
        "i = SkillImporter('config.yml', 'domain.yml', ['data']);"
        "print(i.get_nlu_data().fingerprint())"
    )
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout.splitlines()[-1]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_wording_is_changed_in_one_file_and_trains_no_understanding(copy: Path) -> None:
    before = training_fingerprint(copy)
    edit(copy / "data/skills/cart/responses.yml", "Check out, or keep looking?", "To the counter, or look on?")
    assert training_fingerprint(copy) == before
    run(copy, "pytest", "-q", "tests/unit/assistant")


def test_an_answer_is_added_in_three_files(copy: Path) -> None:
    with (copy / "data/shared/labels_cards.yml").open("a", encoding="utf-8") as file:
        file.write('  faq_parking: {en: "Where can I park?", de: "Wo kann ich parken?"}\n')
    with (copy / "data/skills/faq/nlu.yml").open("a", encoding="utf-8") as file:
        file.write(
            "- intent: faq/parking\n  examples: |\n    - where can i park\n    - is there a car park\n    - parking?\n"
            "    - can i leave my car near the shop\n    - how much is parking\n    - wo kann ich parken\n"
        )
    with (copy / "data/skills/faq/responses.yml").open("a", encoding="utf-8") as file:
        file.write(
            "  utter_faq/parking:\n  - text: Behind the house, free for two hours.\n"
            "  - condition: [{type: slot, name: language, value: de}]\n    text: Hinter dem Haus, zwei Stunden frei.\n"
        )
    run(copy, "components.launch", "data", "validate")
    run(copy, "pytest", "-q", "tests/unit/assistant")


def test_a_small_skill_is_the_domain_and_three_files(copy: Path) -> None:
    skill = copy / "data/skills/weather"
    skill.mkdir()
    edit(copy / "domain.yml", "# faq\n- faq\n", "# faq\n- faq\n# weather\n- weather_ask\n")
    (skill / "nlu.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: weather_ask\n  examples: |\n    - will it rain in the hills\n    - forecast?\n'
        "    - how's the sky looking up there\n    - is it going to be wet on saturday\n    - regnet es morgen\n"
        "    - what should i expect from the sky\n    - sunny or not\n    - wie wird das wetter in den bergen\n"
        "    - any storms coming\n    - do i need an umbrella today\n    - temperature?\n    - bleibt es trocken\n",
        encoding="utf-8",
    )
    (skill / "rules.yml").write_text(
        'version: "3.1"\nrules:\n- rule: The weather is nobody\'s to promise\n  steps:\n  - intent: weather_ask\n'
        "  - action: utter_weather_ask\n",
        encoding="utf-8",
    )
    (skill / "responses.yml").write_text(
        'version: "3.1"\nresponses:\n  utter_weather_ask:\n  - text: I only know how to dress for it.\n'
        "  - condition: [{type: slot, name: language, value: de}]\n    text: Ich weiß nur, was man dazu anzieht.\n",
        encoding="utf-8",
    )
    run(copy, "components.launch", "data", "validate")
    run(copy, "pytest", "-q", "tests/unit/assistant")


def test_a_product_is_added_in_one_file_and_found_without_training(copy: Path, tmp_path: Path) -> None:
    catalogue = copy / "data/catalogue/products.jsonl"
    lines = catalogue.read_text(encoding="utf-8").splitlines()
    cap = json.loads(next(line for line in lines if json.loads(line)["id"] == "rook"))
    cap |= {"id": "puffin", "title": "Puffin storm cap", "words": ["storm cap"]}
    for variant in cap["variants"]:
        variant["sku"] = variant["sku"].replace("ROOK", "PUFFIN")
    catalogue.write_text("\n".join([*lines, json.dumps(cap)]) + "\n", encoding="utf-8")
    environ = {"FLOORWALKER_DATA": str(tmp_path / "var")}
    migrate(environ)
    take_in(environ, ROOT / "data/catalogue")
    shop = open_shop(environ)
    assert shop.catalogue.named("the puffin cap please") == ()
    take_in(environ, copy / "data/catalogue")
    assert open_shop(environ).catalogue.named("the puffin cap please") == ("puffin",)
