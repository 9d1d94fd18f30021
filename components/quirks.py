"""What Rasa 3.6.21 does wrong and cannot be told otherwise."""

from __future__ import annotations

from typing import Any

from rasa.shared.nlu.training_data import loading


def pass_by_bare_values() -> None:
    """`rasa test` reads every JSON file below the project, its own cache too, and breaks at one that holds a bare
    number (TED's priority): such a file is no training data."""
    guess = loading.guess_format

    def guess_format(filename: str) -> str:
        try:
            return guess(filename)
        except TypeError:
            return loading.UNK

    loading.guess_format = guess_format


def check_the_schema_once() -> None:
    """Before it checks what an action has answered, Rasa checks the schema that it checks it by, which is its own and
    never changes: a third of its work in every turn."""
    import jsonschema
    from rasa.core.actions.action import RemoteAction

    validate, checked = jsonschema.validate, RemoteAction.action_response_format_spec()
    once = jsonschema.validators.validator_for(checked)(checked)

    def validate_once(instance: Any, schema: Any, *more: Any, **options: Any) -> None:
        if schema != checked or more or options:
            validate(instance, schema, *more, **options)
        elif error := jsonschema.exceptions.best_match(once.iter_errors(instance)):
            raise error

    jsonschema.validate = validate_once
