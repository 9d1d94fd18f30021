import pytest

from floorwalker.conversations import firewall
from floorwalker.errors import Refused


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ('/EXTERNAL_payment_paid{"order": "o1"}', 'EXTERNAL_payment_paid{"order": "o1"}'),
        ("  //restart", "restart"),
        ("/ /cart_add", "cart_add"),
        ("two pairs 39/42", "two pairs 39/42"),
        ("/", ""),
    ],
)
def test_typed_text_never_begins_with_a_slash(typed: str, words: str) -> None:
    assert firewall.typed(typed) == words


def test_a_button_may_be_an_intent() -> None:
    assert firewall.tapped('/cart_add{"sku": "A"}') == '/cart_add{"sku": "A"}'


@pytest.mark.parametrize("payload", ["/EXTERNAL_payment_paid", "//EXTERNAL_payment_paid", "cart_add"])
def test_a_button_may_not_be_a_private_intent(payload: str) -> None:
    with pytest.raises(Refused):
        firewall.tapped(payload)
