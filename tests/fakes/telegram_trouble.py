"""What goes wrong with calls to the fake of Telegram, and what comes with them."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What goes wrong with a call instead of, or after, its being carried out."""

    status: int = 0  # 0: the connection breaks
    description: str = ""
    retry_after: int | None = None
    carried_out: bool = False
    hangs: bool = False


class Uploaded(bytes):
    """The content of a file that came with a call, and its name."""

    def __new__(cls, content: bytes, name: str) -> "Uploaded":
        uploaded = super().__new__(cls, content)
        uploaded.name = name
        return uploaded

    name: str


class Refused(Exception):
    """A call that Telegram answers with an error, though it is well-formed."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters
