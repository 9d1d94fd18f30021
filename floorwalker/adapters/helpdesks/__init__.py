"""Helpdesks outside, each behind the port of `floorwalker.ports_helpdesk`."""
