"""The agents' console: the queue, one conversation, its customer."""
