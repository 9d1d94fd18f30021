"""The training lines of the project are sound, and what is unsound is told by place."""

from __future__ import annotations

from pathlib import Path

import pytest

from components.examples import add, held_out, problems, read, training

ROOT = Path(__file__).parents[3]


def test_the_projects_examples_have_no_problems():
    assert problems(training(ROOT), held_out(ROOT)) == []


def test_three_hundred_lines_are_held_out_in_two_languages():
    counts = {name: len(list(read(ROOT / "tests" / "nlu" / f"{name}.yml"))) for name in ("english", "german")}
    assert counts["english"] >= 180 and counts["german"] >= 110 and sum(counts.values()) >= 300


@pytest.fixture
def project(tmp_path):
    many = "".join(f"    - line number {n}\n" for n in "abcdefgh")
    skill = tmp_path / "data" / "skills" / "one"
    skill.mkdir(parents=True)
    small = "- intent: small\n  examples: |\n    - tiny\n"
    (skill / "nlu.yml").write_text(f"nlu:\n- intent: big\n  examples: |\n{many}{small}")
    (tmp_path / "tests" / "nlu").mkdir(parents=True)
    return tmp_path


def test_what_is_unsound_is_told_with_its_place(project):
    path = project / "data" / "skills" / "one" / "nlu.yml"
    path.write_text(path.read_text() + "    - Line number A!\n    - tiny\n")
    (project / "tests" / "nlu" / "t.yml").write_text("nlu:\n- intent: big\n  examples: |\n    - [line](x) number b\n")
    told = [problem.replace(str(project), "") for problem in problems(training(project), held_out(project))]
    assert told == [
        "/data/skills/one/nlu.yml:15: “Line number A!” is an example of big and small "
        "(also /data/skills/one/nlu.yml:4): keep it in one",
        "/data/skills/one/nlu.yml:16: “tiny” stands twice in small (also /data/skills/one/nlu.yml:14): remove one",
        "small: 3 examples, 8 are needed: write 5 more",
        "/tests/nlu/t.yml:4: “line number b” is trained too (/data/skills/one/nlu.yml:5): reword one",
    ]


def test_a_line_is_added_at_the_end_of_its_intent(project):
    path = add("big", "one  more", project)
    assert path.read_text().splitlines()[11:13] == ["    - one more", "- intent: small"]
    before = path.read_text()
    with pytest.raises(ValueError, match="already an example of small"):
        add("big", "Tiny.", project)
    with pytest.raises(LookupError):
        add("none", "x", project)
    assert path.read_text() == before
