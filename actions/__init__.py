"""The edge to Rasa: one thin module per skill."""
