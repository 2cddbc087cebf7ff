"""Values between their types and the text that a question or a slash option keeps of them."""

from datetime import date
from typing import Any

from core.chat.command import Context, Kind, Param
from core.chat.errors import NotFound
from core.chat.parsing.cadence import NEVER, read_cadence
from core.chat.parsing.cards import read_tags
from core.chat.reply import say
from core.chat.words import _
from core.facts.account import ContactAdded
from core.facts.cadence import Cadence
from core.facts.ids import ContactId, new_id
from core.facts.people import Contact

STRANGER = "+"  # "+Zoe Brandt": somebody who is added on the way


def dump(kind: Kind, value: Any) -> str:
    """A value as text that `load` understands; contacts become their ids."""
    match kind:
        case Kind.CONTACT:
            return value if isinstance(value, str) else str(value.id)
        case Kind.CONTACTS:
            return "\n".join(dump(Kind.CONTACT, contact) for contact in value)
        case Kind.TAGS:
            return " ".join([*(f"#{t}" for t in value.added), *(f"-#{t}" for t in value.removed)])
        case Kind.CADENCE:
            return "never" if value is NEVER else f"{value.count} {value.unit.value}"
        case Kind.SPAN | Kind.PAST_DAY:
            return str(value.isoformat())
        case Kind.TEXT | Kind.CHOICE:
            return str(value)


async def load(ctx: Context, params: tuple[Param, ...], values: dict[str, str]) -> tuple[Context, dict[str, Any]]:
    """The typed values; a stranger is added, which the context notes so that /undo takes both back."""
    loaded: dict[str, Any] = {}
    for param in params:
        if (text := values.get(param.name)) is None:
            continue
        if param.kind is Kind.CONTACT:
            ctx, loaded[param.name] = await _contact(ctx, text)
        elif param.kind is Kind.CONTACTS:
            contacts: list[Contact] = []
            for each in text.split("\n"):
                ctx, contact = await _contact(ctx, each)
                contacts.append(contact)
            loaded[param.name] = tuple(contacts)
        else:
            loaded[param.name] = _plain(param.kind, text)
    return ctx, loaded


def _plain(kind: Kind, text: str) -> Any:
    match kind:
        case Kind.TAGS:
            return read_tags(text)
        case Kind.CADENCE:
            cadence = read_cadence(text)
            return cadence if isinstance(cadence, Cadence) else NEVER
        case Kind.SPAN | Kind.PAST_DAY:
            return date.fromisoformat(text)
        case _:
            return text


async def _contact(ctx: Context, text: str) -> tuple[Context, Contact]:
    if text.startswith(STRANGER):
        contact = Contact(
            id=ContactId(new_id()),
            owner=ctx.owner,
            name=text[len(STRANGER) :],
            created_at=ctx.now,
            cadence_since=ctx.today,
            quiet_since=ctx.today,
        )
        await ctx.tx.people.add([contact])
        return ctx.after(ContactAdded(contact_id=contact.id)), contact
    found = await ctx.tx.people.get(ctx.owner, [ContactId(text)])
    if not found:
        raise NotFound(say(_("I can't find that person any more.")))
    return ctx, found[0]
