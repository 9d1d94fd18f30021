"""Customer relations systems that hear of conversations."""
