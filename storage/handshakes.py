"""One's own card, its codes, and cards that are exchanged."""

from storage.connection import Connection


class Handshakes:
    """See core.agendas.Handshakes."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
