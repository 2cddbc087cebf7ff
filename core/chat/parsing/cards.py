"""Cards in a line: somebody new, changes to a card, tags."""

from core.chat.parsing.card_changes import Changes, read_changes
from core.chat.parsing.card_lines import CardLine, read_card
from core.chat.parsing.tags import TagChanges, read_tags

__all__ = ["CardLine", "Changes", "TagChanges", "read_card", "read_changes", "read_tags"]
