"""Vendors' wire formats: verify, parse, send."""
