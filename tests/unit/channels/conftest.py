"""Databases in memory are closed after each test."""

from tests.unit.conversations.conftest import closed

__all__ = ["closed"]
