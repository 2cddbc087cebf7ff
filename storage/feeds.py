"""Calendars that are followed, and the addresses at which people read their own."""

from storage.connection import Connection


class Feeds:
    """See core.agendas.Feeds."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
