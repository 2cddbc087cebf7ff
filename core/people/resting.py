"""Those of whom Reachwell keeps quiet for good: nothing said in passing brings them back."""

from collections.abc import Collection, Sequence

from core.chat.reply import Person, Span, say
from core.chat.words import _
from core.facts.people import Contact, Status

AT_REST = frozenset({Status.DECEASED, Status.DO_NOT_CONTACT})
SILENT = AT_REST | {Status.ARCHIVED}
_WHY = {
    Status.DECEASED: _("{name} is marked as deceased, so I don't bring them up anyway."),
    Status.DO_NOT_CONTACT: _("{name} is marked as not to be contacted, so I don't bring them up anyway."),
    Status.ARCHIVED: _("{name} is archived, so I don't bring them up anyway."),
}
_BACK = {
    Status.DECEASED: _("If that has changed: /edit {name} status active"),
    Status.DO_NOT_CONTACT: _("If that has changed: /edit {name} status active"),
    Status.ARCHIVED: _("To bring them back: /resume {name}"),
}


def parted(
    contacts: Sequence[Contact], quiet: Collection[Status] = AT_REST
) -> tuple[tuple[Contact, ...], list[Span]]:
    """Those who may be brought up, and what to say of the others."""
    said: list[Span] = []
    for each in contacts:
        if each.status in quiet:
            name = Person(each.name)
            said += [say(_WHY[each.status], name=name), say(_BACK[each.status], name=name)]
    return tuple(each for each in contacts if each.status not in quiet), said
