from __future__ import annotations

import warnings
from pathlib import Path

import jsonschema
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.nlu.training_data import loading

    from components.quirks import check_the_schema_once  # the package's import mends the loader


def test_a_json_file_with_a_bare_number_is_no_training_data(tmp_path: Path) -> None:
    path = tmp_path / "priority.json"
    path.write_text("1")
    assert loading.guess_format(str(path)) == loading.UNK


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every schema that is checked, with the quirk mended until the test is over."""
    seen: list[object] = []
    kind = jsonschema.validators.validator_for({})
    check = kind.check_schema
    monkeypatch.setattr(kind, "check_schema", lambda schema, *more: seen.append(schema) or check(schema, *more))
    monkeypatch.setattr(jsonschema, "validate", jsonschema.validate)
    check_the_schema_once()
    return seen


def test_what_an_action_answers_is_checked_and_the_schema_is_not(checks: list[object]) -> None:
    action = RemoteAction("action_x", None)
    assert action._validate_action_result({"events": [], "responses": []})
    with pytest.raises(jsonschema.ValidationError, match="Failed to validate Action server response"):
        action._validate_action_result({"events": "none"})
    assert checks == []


def test_every_other_schema_is_checked_as_before(checks: list[object]) -> None:
    with pytest.raises(jsonschema.SchemaError):
        jsonschema.validate({}, {"type": 5})
    assert checks == [{"type": 5}]
