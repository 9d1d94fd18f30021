"""Neutral messages rendered for each channel: pure functions, limits as data."""
