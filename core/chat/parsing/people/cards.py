"""Cards in a line: somebody new, changes to a card, tags."""

from core.chat.parsing.people.card_changes import Changes, read_changes
from core.chat.parsing.people.card_lines import CardLine, read_card
from core.chat.parsing.people.tags import TagChanges, read_tags

__all__ = ["CardLine", "Changes", "TagChanges", "read_card", "read_changes", "read_tags"]
