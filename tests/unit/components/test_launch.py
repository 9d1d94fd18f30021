"""How `rasa run` is started: with its API's token, whatever that begins with."""

from __future__ import annotations

import argparse
import sys
import warnings

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from rasa.cli.arguments.run import set_run_arguments

    from components.launch import keep_token


@pytest.mark.parametrize("token", ["abc", "-dash-first", "--port"])
def test_the_token_is_read_as_a_token(monkeypatch, token: str) -> None:
    monkeypatch.setenv("RASA_TOKEN", token)
    monkeypatch.setattr(sys, "argv", ["rasa", "run", "--enable-api"])
    keep_token()
    parser = argparse.ArgumentParser()
    set_run_arguments(parser)
    assert parser.parse_args(sys.argv[2:]).auth_token == token


@pytest.mark.parametrize("words", [["--auth-token", "theirs"], ["--auth-token=theirs"]])
def test_a_token_that_was_given_stays(monkeypatch, words: list[str]) -> None:
    monkeypatch.setenv("RASA_TOKEN", "mine")
    given = ["rasa", "run", "--enable-api", *words]
    monkeypatch.setattr(sys, "argv", [*given])
    keep_token()
    assert sys.argv == given
