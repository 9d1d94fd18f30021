"""The shop's books in SQL: SQLite on one machine, PostgreSQL in production."""
