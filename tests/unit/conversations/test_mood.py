"""The rule of who has had enough: signs, the score that fades, what calls at once, repetitions."""

from __future__ import annotations

from pathlib import Path

import pytest

from floorwalker.conversations.mood import Mood, Signs, Weights, kept_weights, read_lists

ROOT = Path(__file__).parents[3]
LISTS = read_lists(ROOT / "data")
CALM = "where is my parcel"


def mood(negative: float = 0.0, **more) -> Mood:
    return Mood(LISTS, lambda text: negative, **more)


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("for the third time, where is it", Signs(cue=1)),
        ("I ALREADY TOLD you", Signs(cue=1, caps=1)),
        ("this damn form", Signs(curse=1)),
        ("das habe ich Ihnen schon geschrieben", Signs(cue=1)),
        ("so eine blöde Maschine", Signs(curse=1)),
        ("the issue is with the tissue", Signs()),
        ("see https://x.example/ABC @SHOP", Signs()),
        ("the KELDER in XL", Signs()),
    ],
)
def test_the_signs_of_a_message(text: str, signs: Signs) -> None:
    assert mood(acronyms=frozenset({"kelder"})).signs(text) == signs


def test_the_score_adds_up_and_fades() -> None:
    angry = "this is useless"
    one = mood()
    assert one.score([angry]) == 0.45
    assert one.score([angry, angry]) == 0.72
    assert one.score([angry, CALM, CALM]) == 0.162
    assert mood(0.8).score([CALM]) == 0.28
    assert one.score([angry] + [CALM] * 8) == 0


def test_one_sign_offers_two_fetch_and_a_calm_word_does_nothing() -> None:
    one = mood()
    assert one.judge(["this is useless"]).call == "offer"
    assert one.judge(["this is useless", "still no answer"]).call == "force"
    assert one.judge(["this is useless", "still no answer", "my number is LL-12345678"]).call == ""
    assert one.judge([CALM]).call == "" and one.judge([]).call == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [("you utter idiots", "abuse"), ("verpiss dich", "abuse"), ("my lawyer will write", "legal"),
     ("dann hole ich mir einen Anwalt", "legal")],
)  # fmt: skip
def test_abuse_and_the_law_fetch_a_person_at_once(text: str, reason: str) -> None:
    found = mood().judge([text])
    assert (found.call, found.reason) == ("force", reason)


def test_who_says_it_for_the_third_time_is_offered_a_person() -> None:
    again = "how long does delivery take"
    one = mood()
    assert one.judge([again, "hm", again]).call == ""
    found = one.judge([again, "hm", again, "ok", "How long does delivery take?"])
    assert (found.call, found.reason) == ("offer", "repeated")
    assert one.judge(["yes", "yes", "yes", "yes"]).call == ""


def test_weights_are_read_from_the_shops_data(tmp_path: Path) -> None:
    assert kept_weights(tmp_path) == Weights()
    (tmp_path / "mood.json").write_text('{"negative": 0.1, "cue": 0.2, "curse": 0.3, "caps": 0.4}')
    assert kept_weights(tmp_path) == Weights(0.1, 0.2, 0.3, 0.4)
    assert mood(weights=kept_weights(tmp_path)).score(["this damn form"]) == 0.3
