"""The log: a constant sentence and its fields on stderr, and never a secret."""

import logging
import sys
from collections.abc import Collection
from typing import TextIO

# What these tell below WARNING has addresses with tokens, messages or SQL parameters in it.
_TALKATIVE = (
    "aiohttp",
    "alembic",
    "asyncio",
    "discord",
    "httpcore",
    "httpx",
    "sqlalchemy",
    "telegram",
    "tzlocal",
)
_ORDINARY = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def log_to_stderr(level: int, secrets: Collection[str] = ()) -> None:
    """Log everything from `level` on to stderr; `secrets` are blotted out wherever they turn up."""
    handler = _StderrHandler()
    handler.setFormatter(FieldFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    # It warns whenever a tick takes longer than its interval; what matters is logged by the tick itself.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


class FieldFormatter(logging.Formatter):
    """Time, level, where from, the sentence, then the fields that came as `extra`."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = secrets

    def formatMessage(self, record: logging.LogRecord) -> str:
        fields = (f" {name}={value!r}" for name, value in vars(record).items() if name not in _ORDINARY)
        return super().formatMessage(record) + "".join(fields)

    def format(self, record: logging.LogRecord) -> str:
        # After the traceback was added: an exception of a library may quote an address.
        return without(self._secrets, super().format(record))


def without(secrets: Collection[str], text: str) -> str:
    """The text with every secret blotted out."""
    for secret in secrets:
        text = text.replace(secret, "***")
    return text


class _StderrHandler(logging.StreamHandler[TextIO]):
    """Writes to what sys.stderr is at the moment: while somebody types, that prints above the prompt."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, stream: TextIO) -> None:
        raise AttributeError("it always follows sys.stderr")
