"""Tests log as our processes do."""

from floorwalker import logs

logs.configure()
