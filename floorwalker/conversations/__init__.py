"""The conversation as the product sees it: messages, the log, the redactor, wording."""
