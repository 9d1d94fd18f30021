"""The one public process: shop, chat session and stream, pay pages, webhooks, outbox worker."""
