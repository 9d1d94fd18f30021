"""What the connectors say by themselves exists in every language."""

from pathlib import Path

import pytest

from floorwalker.conversations.wording import Wording

WORDS = Wording.load(Path(__file__).parents[3] / "data")


@pytest.mark.parametrize("name", ["utter_card_number_removed", "utter_error_unavailable"])
def test_what_is_said_without_rasa_is_written_in_both_languages(name: str) -> None:
    assert set(WORDS.responses[name]) >= {"en", "de"}
