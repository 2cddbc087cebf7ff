"""Where events are shown, and what is behind there."""

from storage.connection import Connection


class Posts:
    """See core.agendas.Posts."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
