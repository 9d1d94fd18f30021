"""Rasa graph components: how messages are understood and training data is read."""
