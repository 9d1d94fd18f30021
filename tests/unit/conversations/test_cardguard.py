import pytest

from floorwalker.conversations.cardguard import holds_card_number

CARDS = [
    "4242424242424242",
    "my card is 4242 4242 4242 4242",
    "4242-4242-4242-4242, 12/29, 123",
    "4242.4242.4242.4242",
    "4242/4242/4242/4242",
    "4242_4242_4242_4242",
    "4242\u00a04242\u00a04242\u00a04242",
    "4242\u20134242\u20134242\u20134242",
    "５５５５５５５５５５５５４４４４",
    "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢",
    "378282246310005",
    "3782 822463 10005",
    "30569309025904",
    "6011111111111117",
    "2223003122003222",
]
NO_CARDS = [
    "4006381333931",  # EAN-13
    "978-3-16-148410-0",  # ISBN
    "+49 171 1234567",
    "DE89 3704 0044 0532 0130 00",
    "1Z999AA10123456784",
    "2026-11-25 14:58",
    "4242424242424241",  # Luhn fails
    "order 123456789012",
    "I'd like two of those, size 39-42",
    "",
]


@pytest.mark.parametrize("words", CARDS)
def test_a_card_number_is_found_however_it_is_written(words: str) -> None:
    assert holds_card_number(words)


@pytest.mark.parametrize("words", NO_CARDS)
def test_what_only_looks_like_one_passes(words: str) -> None:
    assert not holds_card_number(words)
