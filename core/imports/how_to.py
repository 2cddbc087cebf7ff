"""How to get each archive: a few steps for each place, behind the buttons of /import."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.chat.command import Context, on_press
from core.chat.errors import NotFound
from core.chat.reply import Answer, Bold, Button, LinkButton, Menu, Reply, Row, action, lines, say
from core.chat.words import _
from core.imports.reading.wrong import EXPORT_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where an archive comes from. The paths through its pages are as they are at the end of 2026."""

    title: str  # a proper name, or a message of the catalogue
    steps: tuple[str, ...]
    page: str = ""


_PLACES: Mapping[str, _Place] = {  # by the button's argument
    "linkedin": _Place(
        title="LinkedIn",
        steps=(
            _("Settings & Privacy → Data privacy → Get a copy of your data."),
            _("Choose the larger archive: it also knows when you last wrote. “Connections” alone takes minutes."),
            _("The file comes by mail, within a day. Send me the whole ZIP, or Connections.csv."),
        ),
        page=EXPORT_PAGE,
    ),
    "phone": _Place(
        title=_("Phone contacts"),
        steps=(
            _("iPhone: Contacts → Lists → hold “All contacts” → Export. It makes a .vcf file."),
            _("Android: Contacts → Fix & manage (or the menu) → Export to file."),
            _("Share that file with me."),
        ),
    ),
    "google": _Place(
        title="Google",
        steps=(
            _("contacts.google.com → Export → Google CSV."),
            _("Or takeout.google.com with “Contacts” alone: the ZIP does as well. Old Google+ circles, too."),
        ),
        page="https://contacts.google.com/",
    ),
    "whatsapp": _Place(
        title="WhatsApp",
        steps=(
            _("Open a chat → its name → Export chat → Without media."),
            _("Share the file with me. I read who wrote when, and keep no message."),
        ),
    ),
    "telegram": _Place(
        title="Telegram",
        steps=(
            _("Telegram Desktop → Settings → Advanced → Export Telegram data."),
            _("Tick contacts and personal chats, no media, and the format “Machine-readable JSON”."),
            _("Send me result.json. I read who wrote when, and keep no message."),
        ),
    ),
    "facebook": _Place(
        title="Facebook",
        steps=(
            _("Accounts Centre → Your information and permissions → Export your information."),
            _("Friends, messages, events and contacts are enough; format JSON, low media quality."),
            _("Send me the ZIP, all parts if there are several. End-to-end chats come as a ZIP of their own."),
        ),
    ),
    "x": _Place(
        title=_("X (Twitter)"),
        steps=(
            _("Settings → Your account → Download an archive of your data."),
            _("It takes a day or so. Send me the ZIP."),
        ),
    ),
    "outlook": _Place(
        title="Outlook",
        steps=(
            _("outlook.com → People → Manage contacts → Export contacts."),
            _("In Outlook on a computer: File → Open & Export → Import/Export → to a file → CSV → Contacts."),
        ),
    ),
    "others": _Place(
        title=_("Others"),
        steps=(
            _("Discord: Settings → Data & Privacy → Request all of my data. Send me the ZIP."),
            _("Gmail: takeout.google.com with “Mail” gives an mbox; I read who wrote when."),
            _("Monica: Settings → Export → JSON, or a vCard."),
            _("Any other address book: a vCard (.vcf), or a table as CSV with names in it."),
            _("My own export (/export) comes back in, too."),
        ),
    ),
}


def places() -> Menu:
    """A button for each place."""
    buttons = [Button(say(place.title), action("import-how", name)) for name, place in _PLACES.items()]
    rows = tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
    return Menu(rows, say(_("How do I get the file?")))


@on_press("import-how", reads=True)
async def how_to_get_it(ctx: Context, name: str) -> Answer:
    """The steps for one place."""
    place = _PLACES.get(name)
    if place is None:
        raise NotFound(say(_("I don't know that one any more. /import shows what I can read.")))
    steps = (
        say(_("{number}. {step}"), number=number, step=say(step)) for number, step in enumerate(place.steps, 1)
    )
    link: tuple[Row, ...] = ((LinkButton(say(_("Open it")), place.page),),) if place.page else ()
    return Reply(
        text=lines(
            Bold(say(place.title)),
            *steps,
            None if ctx.alone else say(_("Here, use /import with the file as its option: then only I see it.")),
        ),
        rows=(*link, (Button(say(_("Back")), action("import-places")),)),
        replaces=True,
    )
