import pytest

from floorwalker.conversations import redact


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("send it to jo@example.org please", "send it to [e-mail] please"),
        ("Lindenweg 4, 50667 Köln", "[street], 50667 Köln"),
        ("call +49 171 1234567", "call [phone]"),
        ("DE89 3704 0044 0532 0130 00", "[iban]"),
        ("the jacket for 189.00 in size 39-42", "the jacket for 189.00 in size 39-42"),
    ],
)
def test_personal_data_is_marked_and_the_rest_stays(words: str, kept: str) -> None:
    assert redact.plain(words) == kept


def test_every_text_of_a_card_is_redacted_but_names_stay() -> None:
    card = {"type": "cart", "title": "jo@example.org", "facts": [{"label": "Mail", "value": "jo@example.org"}]}
    facts = [{"label": "Mail", "value": "[e-mail]"}]
    assert redact.redacted(card) == {"type": "cart", "title": "jo@example.org", "facts": facts}
