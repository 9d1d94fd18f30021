"""Rasa graph components: how messages are understood and training data is read."""

from components.quirks import pass_by_bare_values

pass_by_bare_values()
