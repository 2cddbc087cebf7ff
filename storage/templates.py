"""How people write."""

from storage.connection import Connection


class Templates:
    """See core.agendas.Templates."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
