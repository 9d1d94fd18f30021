"""Executed conversations: whole dialogues against the real model, action server, web process and sandbox."""
