"""What talks to the outside: databases, payment providers, channels, mail."""
