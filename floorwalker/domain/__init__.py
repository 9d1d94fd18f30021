"""The shop's facts and rules as plain values: standard library only."""
