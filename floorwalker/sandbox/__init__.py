"""A payment provider in a box: speaks Stripe's HTTP API and knows nothing of the shop.

It offers outcomes, never a card field; no money moves. Standard library only.
"""
