"""Mail by SMTP, or as files."""
