"""Use cases: what the shop can do, behind one facade."""
