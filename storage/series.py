"""Events that come again."""

from storage.connection import Connection


class SeriesKept:
    """See core.agendas.SeriesKept."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
