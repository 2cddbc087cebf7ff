"""What can go wrong in a conversation, and whose it is."""

from core.chat.reply import Row, Span


class Refusal(Exception):
    """The user's: answered in words that say what would be right. Nothing is changed."""

    def __init__(self, text: Span, rows: tuple[Row, ...] = ()) -> None:
        super().__init__("refused")
        self.text = text
        self.rows = rows


class NotFound(Refusal):
    """A missing row; and a stranger's, so that ids cannot be probed."""
