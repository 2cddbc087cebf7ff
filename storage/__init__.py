"""Everything that is kept: SQLAlchemy Core on SQLite and PostgreSQL. Knows SQL, and nothing of chats."""
