"""The staff's door: sign-in, set-up links, passwords, and the guard of every page behind it."""
