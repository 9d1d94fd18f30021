"""Rasa connectors on one base: verify, parse, log, guard, acknowledge, hand on in order."""
