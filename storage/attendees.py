"""What people have answered to events of others."""

from storage.connection import Connection


class Attendees:
    """See core.agendas.Attendees."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
