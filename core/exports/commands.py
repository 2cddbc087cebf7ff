"""/export: everything that somebody has told Reachwell, in files of theirs; and the way back."""

from core.chat.command import Context, Kind, Param, Subject, command, on_press
from core.chat.errors import Refusal
from core.chat.holdings import counted
from core.chat.reply import Answer, Button, Listing, Reply, Row, Span, action, lines, say
from core.chat.words import _
from core.exports.archive import EVERYTHING, PARTS, TooLarge, packed
from core.exports.putting_back import put_back
from core.facts.exports import Holdings

_MEGABYTE = 1_000_000
# What a bot may send, less what the request around it takes.
_MOST = {"telegram": 49 * _MEGABYTE, "discord": 9_900_000}
_SHOWN = {
    EVERYTHING: _("Everything (ZIP)"),
    "vcard": _("Contact cards (vCard)"),
    "csv": _("Tables (CSV)"),
    "json": _("For Reachwell (JSON)"),
    "ics": _("Events (calendar)"),
}
_ALSO = {
    **dict.fromkeys(("all", "zip"), EVERYTHING),
    **dict.fromkeys(("vcards", "vcf", "cards", "contacts"), "vcard"),
    **dict.fromkeys(("tables", "excel", "spreadsheet", "spreadsheets", "touches", "favours"), "csv"),
    **dict.fromkeys(("ical", "calendar", "events"), "ics"),
}


@command(
    "export",
    Param(
        name="what",
        kind=Kind.CHOICE,
        choices=tuple(PARTS),
        shown=tuple(_SHOWN[part] for part in PARTS),
        also=_ALSO,
        summary=_("everything, or only json, vcard, csv or ics"),
    ),
    summary=_("Take everything along, in files of your own"),
    examples=("/export", "/export vcard"),
    reads=True,
)
async def export(ctx: Context, what: str | None) -> Answer:
    return await _hand_over(ctx, what or EVERYTHING)


@on_press("export", reads=True)
async def export_this(ctx: Context, what: str) -> Answer:
    if what not in PARTS:
        raise Refusal(say(_("That button is no longer good. /export gives you everything.")))
    return await _hand_over(ctx, what)


async def _hand_over(ctx: Context, part: str) -> Reply:
    held = await ctx.tx.exports.holdings(ctx.owner)
    if held.nothing:
        return Reply(text=say(_("There is nothing to take along yet: you have noted nobody here.")))
    if part == "ics" and not held.events:
        return Reply(text=say(_("You have no events here, so there is no calendar to take along.")))
    limit = _MOST.get(ctx.actor.platform)
    try:
        file = await packed(ctx.tx, ctx.owner, part, ctx.reader, ctx.now, limit)
    except TooLarge as large:
        return _too_large(part, held, large)
    return Reply(text=_handed_over(part, held), rows=_parts(held) if part == EVERYTHING else (), file=file)


def _handed_over(part: str, held: Holdings) -> Span:
    if part != EVERYTHING:
        return say(_("Here you are: {what}. /export without a word gives you everything."), what=say(_SHOWN[part]))
    return lines(
        say(_("Here is all that you have told me: {things}."), things=Listing(counted(held))),
        say(_("README.txt in it says what is what. Keep it safe: it holds your notes about others.")),
        say(_("Sent to me where I know nobody yet, it brings everything back.")),
    )


def _parts(held: Holdings) -> tuple[Row, ...]:
    """What there is to have alone, by twos."""
    buttons = [
        Button(say(label), action("export", part))
        for part, label in _SHOWN.items()
        if part != EVERYTHING and (part != "ics" or held.events)
    ]
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def _too_large(part: str, held: Holdings, large: TooLarge) -> Reply:
    """In parts, where it has any; else what can be done."""
    sizes = {"size": round(large.size / _MEGABYTE) or 1, "most": round(large.limit / _MEGABYTE)}
    if part == EVERYTHING:
        text = _("All of it is {size} MB, and {most} MB is the most that I can send here. Take it in parts:")
        return Reply(text=say(text, **sizes), rows=_parts(held))
    text = _(
        "That is {size} MB, and {most} MB is the most that I can send here. Telegram takes 50 MB: "
        "/link this network with a chat there, or ask whoever runs me for it."
    )
    return Reply(text=say(text, **sizes))


SUBJECT = Subject(commands=(export,), actions=(export_this, put_back))
