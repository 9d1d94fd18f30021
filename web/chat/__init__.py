"""The chat's session and event stream."""
