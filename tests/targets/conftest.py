"""Ada, on every platform."""

from tests.conversations.conftest import ada, database, platform, world

__all__ = ["ada", "database", "platform", "world"]
