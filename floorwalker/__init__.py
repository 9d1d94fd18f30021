"""Floorwalker's core: the shop, its conversations and their edges, without Rasa and without a web framework."""

__version__ = "0.1.0"
