"""Hands files that hold only responses to the domain, so that a changed wording trains nothing again."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.utils.io import read_yaml_file


class DoubleResponse(RasaException):
    """A response is written in two files; the later one would win in silence."""


class SkillImporter(RasaFileImporter):
    """Rasa's own importer, but a file that holds only responses counts as domain."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._responses = sorted(path for path in self._nlu_files if only_responses(path))
        self._nlu_files = [path for path in self._nlu_files if path not in self._responses]

    def get_domain(self) -> Domain:
        domain = super().get_domain()
        for path in self._responses:
            domain = merged(domain, Domain.from_file(path), path)
        return domain


def only_responses(path: str) -> bool:
    """Nothing to train from: the file holds responses and no NLU examples."""
    return set(read_yaml_file(path)) <= {"version", "responses"}


def merged(domain: Domain, more: Domain, path: str) -> Domain:
    """Both; a name that stands twice is refused with its place."""
    if twice := sorted(set(domain.responses) & set(more.responses)):
        raise DoubleResponse(f"{path}: already written elsewhere: {', '.join(twice)}")
    return domain.merge(more)
