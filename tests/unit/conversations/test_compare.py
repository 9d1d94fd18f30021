from floorwalker.testing.dialogue.compare import Names, differences


def diff(wanted: object, found: object, names: Names | None = None) -> list[str]:
    return list(differences(wanted, found, names if names is not None else Names()))


def test_maps_are_subsets_and_lists_are_whole() -> None:
    assert diff({"a": 1}, {"a": 1, "b": 2}) == []
    assert diff([1], [1, 2]) == ["list: wanted [1], found [1, 2]"]
    assert diff({"a": {"b": 1}}, {"a": {"b": 2}}) == ["a.b: wanted 1, found 2"]
    assert diff({"c": 1}, {"a": 1}) == ["c: missing; there is a"]


def test_money_is_compared_in_minor_units() -> None:
    assert diff("129.00 EUR", {"amount": 12900, "currency": "EUR"}) == []
    assert diff("-4.90 EUR", {"amount": -490, "currency": "EUR"}) == []
    assert diff("129.00 EUR", {"amount": 129, "currency": "EUR"}) != []


def test_a_name_takes_the_first_value_and_then_must_equal_it() -> None:
    names = Names()
    assert diff({"order": "$order"}, {"order": "LL-1"}, names) == []
    assert diff("paid:$order", "paid:LL-1", names) == []
    assert diff({"order": "$order"}, {"order": "LL-2"}, names) == ["order: wanted 'LL-1', found 'LL-2'"]
