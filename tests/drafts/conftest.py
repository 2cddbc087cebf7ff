"""Ada, and her events."""

from tests.meetings.conftest import ada, world

__all__ = ["ada", "world"]
