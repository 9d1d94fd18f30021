"""The shop's own pages: home, departments, products, the way back from paying, and when something is amiss."""
