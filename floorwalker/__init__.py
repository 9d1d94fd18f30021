"""Floorwalker's core: the shop, its conversations, their edges; no Rasa and no web framework."""

__version__ = "0.1.0"
