"""/draft and /template: a text to copy for whoever one wants to write to, and how these texts are."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from core.chat.command import Context, Kind, Param, Subject, command, on_press
from core.chat.errors import NotFound, Refusal
from core.chat.parsing.people.handles import kind_title, open_url
from core.chat.questions import ask
from core.chat.reading import Open
from core.chat.reply import Answer, Bold, Button, LinkButton, Person, Reply, Row, Span, action, lines, say
from core.chat.values import contact_of
from core.chat.words import _, plain
from core.drafts.filling import PLACES, broken_in, filled, unknown_places
from core.drafts.known import known_of
from core.drafts.occasions import BY_WORD, OCCASIONS, Occasion, occasion_said
from core.facts.account import TemplateChanged
from core.facts.drafts import Template
from core.facts.keys import fold
from core.facts.people import Contact, Handle

MAX_TEXT = 2000  # characters of a text of somebody's own
_MAX_URL = 500  # characters that a link may have everywhere (Discord: 512)
_RESET = frozenset({"reset", "default", "standard", "original"})
_OFFERED = 5  # people to write to, where nobody was named
_LINKS = ("email", "whatsapp", "telegram", "linkedin")


def _split(text: str, *_when: object) -> dict[str, Any]:
    """ "follow-up Hi {first}…": the occasion, and its new text."""
    words = text.strip().split(maxsplit=1)
    occasion = occasion_said(words[0]) if words else None
    if not words:
        return {}
    if occasion is None:
        return {"occasion": words[0]}
    return {"occasion": occasion.word, "text": words[1] if len(words) > 1 else None}


@command(
    "draft",
    Param(name="who", kind=Kind.CONTACT, label=_("Who"), summary=_("whom you want to write to"), known=True),
    Param(
        name="occasion",
        kind=Kind.TEXT,
        label=_("Occasion"),
        summary=_("follow-up, thanks, birthday, catch-up, intro, congratulations"),
    ),
    summary=_("A message to copy, in your own words"),
    examples=("/draft Jane", "/draft Jane thanks", "/draft template follow-up"),
    offer=_("Draft a message"),
    reads=True,
)
async def draft(ctx: Context, who: Contact | None, occasion: str | None) -> Answer:
    words = (occasion or "").strip()
    if fold(words).split(" ")[:1] in (["template"], ["templates"]):
        return await template.run(ctx, **{"occasion": None, "text": None, **_split(words.partition(" ")[2])})
    if who is None:
        return await _to_whom(ctx, words)
    said = occasion_said(words) if words else None
    if words and said is None:
        raise Refusal(say(_("Which occasion? {occasions}"), occasions=", ".join(BY_WORD)))
    return await _drafted(ctx, who, said)


@on_press("draft", reads=True)
async def draft_for(ctx: Context, contact_id: str, word: str = "", again: str = "") -> Answer:
    """The draft for somebody; `again`: in the place of the one for another occasion."""
    drafted = await _drafted(ctx, await contact_of(ctx, contact_id), BY_WORD.get(word))
    return replace(drafted, replaces=bool(again))


@command(
    "template",
    Param(
        name="occasion",
        kind=Kind.TEXT,
        label=_("Occasion"),
        summary=_("follow-up, thanks, birthday, catch-up, intro, congratulations"),
    ),
    Param(name="text", kind=Kind.TEXT, label=_("Text"), summary=_("your text; “reset” brings mine back")),
    summary=_("See and change the texts of your drafts"),
    examples=("/template", "/template follow-up", "/template thanks reset"),
    line=_split,
)
async def template(ctx: Context, occasion: str | None, text: str | None) -> Answer:
    found = occasion_said(occasion) if occasion else None
    if found is None:
        return await _overview(ctx, unknown=occasion or "")
    if not text:
        return await _ask(ctx, found)
    before = await _own_text(ctx, found)
    if fold(text) in _RESET:
        await ctx.tx.templates.remove(ctx.owner, found.word)
        said = say(_("{occasion}: my text again."), occasion=say(found.title))
        undo = (await _undo(ctx, found, before),) if before is not None else ()
        return Reply(text=lines(said, "", _given(ctx, found)), rows=((*_change(found), *undo),))
    if len(text) > MAX_TEXT:
        raise Refusal(say(_("That is too long: up to {n} characters, please."), n=MAX_TEXT))
    if unknown := unknown_places(text):
        places = ", ".join(f"{{{name}}}" for name in PLACES)
        raise Refusal(
            say(_("I can't fill in {name}. What I know: {places}"), name=f"{{{unknown[0]}}}", places=places)
        )
    if broken := broken_in(text):
        raise Refusal(
            say(
                _(
                    "There is a {sign} without its other half. Write places like {place}, and what may be left out "
                    "like [ at {event}]."
                ),
                sign=broken,
                place="{first}",
                event="{event}",
            )
        )
    await ctx.tx.templates.save(Template(account_id=ctx.owner, occasion=found.word, text=text))
    undo_ = await _undo(ctx, found, before)
    return Reply(
        text=lines(say(_("{occasion}: from now on your text."), occasion=say(found.title)), "", text),
        rows=((*_change(found), Button(say(_("Reset")), action("untemplate", found.word)), undo_),),
    )


async def put_text_back(ctx: Context, step: TemplateChanged) -> None:
    """The text of drafts on an occasion as it was before."""
    if step.before is None:
        await ctx.tx.templates.remove(ctx.owner, step.occasion)
    else:
        await ctx.tx.templates.save(Template(account_id=ctx.owner, occasion=step.occasion, text=step.before))


@on_press("template")
async def change(ctx: Context, word: str) -> Answer:
    """How one writes on an occasion, and what it shall be."""
    if word not in BY_WORD:
        raise NotFound(say(_("Which occasion? {occasions}"), occasions=", ".join(BY_WORD)))
    return await _ask(ctx, BY_WORD[word])


@on_press("untemplate")
async def reset(ctx: Context, word: str) -> Answer:
    """The text that it had at first."""
    if word not in BY_WORD:
        raise NotFound(say(_("Which occasion? {occasions}"), occasions=", ".join(BY_WORD)))
    return await template.run(ctx, occasion=word, text="reset")


async def _to_whom(ctx: Context, words: str) -> Reply:
    """Nobody is named, or nobody who is known: those who were met last stand on buttons."""
    said = occasion_said(words) if words else None
    met = await ctx.tx.people.lately(ctx.owner, _OFFERED) if not words or said else ()
    return Reply(
        text=lines(
            say(_("I don't know {name} yet."), name=words[:60]) if words and not said else None,
            say(_("To whom? Begin with somebody you know: /draft Jane thanks")),
        ),
        rows=tuple(
            (Button(Person(each.name), action("draft", each.id, *([said.word] if said else []))),) for each in met
        ),
    )


async def _drafted(ctx: Context, contact: Contact, said: Occasion | None) -> Reply:
    """The text and nothing else, ready to be copied; what else can be done stands on the buttons."""
    known = await known_of(ctx, contact)
    occasion = said or known.occasion
    text = filled(await _own_text(ctx, occasion) or _given(ctx, occasion), known.values)
    others = [
        Button(say(each.title), action("draft", contact.id, each.word, "again"))
        for each in OCCASIONS
        if each is not occasion
    ]
    rows: tuple[Row, ...] = (
        _links(contact, text),
        tuple(others[:2]),
        tuple(others[2:4]),
        (*others[4:], *_change(occasion)),
    )
    nothing = say(_("Of your text nothing is left for {name}: what it needs is not known."), name=contact.name)
    return Reply(text=text or nothing, rows=tuple(row for row in rows if row))


def _links(contact: Contact, text: str) -> Row:
    """Where it can be sent, with the text where the place takes one and it is not too long."""
    buttons: list[LinkButton] = []
    for kind in _LINKS:
        handle = next((each for each in contact.handles if each.kind == kind), None)
        url = open_url(handle) if handle else None
        if handle and url:
            buttons.append(LinkButton(say(kind_title(kind)), _with_text(handle, url, text)))
    return tuple(buttons[:3])


def _with_text(handle: Handle, url: str, text: str) -> str:
    name = {"email": "body", "whatsapp": "text", "telegram": "text"}.get(handle.kind)
    whole = f"{url}?{name}={quote(text, safe='')}"
    return whole if name and len(whole) <= _MAX_URL else url


def _given(ctx: Context, occasion: Occasion) -> str:
    return plain(say(occasion.text), ctx.reader)


def _change(occasion: Occasion) -> Row:
    return (Button(say(_("Change this text…")), action("template", occasion.word)),)


async def _own_text(ctx: Context, occasion: Occasion) -> str | None:
    own = await ctx.tx.templates.of(ctx.owner)
    return next((each.text for each in own if each.occasion == occasion.word), None)


async def _undo(ctx: Context, occasion: Occasion, before: str | None) -> Button:
    """Note that the text was changed; the button that takes it back."""
    title = plain(say(occasion.title), ctx.reader)
    deed = await ctx.did(
        _("your text for {names}"), (title,), TemplateChanged(occasion=occasion.word, before=before)
    )
    return Button(say(_("Undo")), action("undo", deed))


async def _ask(ctx: Context, occasion: Occasion) -> Reply:
    mine = await _own_text(ctx, occasion)
    text: Span = lines(
        Bold(say(occasion.title)),
        "",
        mine or _given(ctx, occasion),
        "",
        say(
            _("How do you write it? Send me your text with {places}; [in brackets] what may be left out."),
            places=", ".join(f"{{{name}}}" for name in PLACES),
        ),
    )
    asked = await ask(
        ctx,
        template,
        Open(asking=template.params[1], text=text, values={"occasion": occasion.word}),
        _("Leave it so"),
        says_more=True,
    )
    reset_ = (Button(say(_("Reset")), action("untemplate", occasion.word)),) if mine else ()
    return replace(asked, rows=(*asked.rows, reset_) if reset_ else asked.rows)


async def _overview(ctx: Context, *, unknown: str) -> Reply:
    own = {each.occasion for each in await ctx.tx.templates.of(ctx.owner)}
    buttons = [Button(say(each.title), action("template", each.word)) for each in OCCASIONS]
    return Reply(
        text=lines(
            say(_("I have no text for “{words}”."), words=unknown[:40]) if unknown else None,
            say(_("Your texts. Which one do you want to see or change?")),
            *(
                say(_("✓ {occasion}: your own"), occasion=say(BY_WORD[word].title))
                for word in BY_WORD
                if word in own
            ),
        ),
        rows=(tuple(buttons[:2]), tuple(buttons[2:4]), tuple(buttons[4:])),
    )


SUBJECT = Subject(
    commands=(draft, template),
    actions=(draft_for, change, reset),
    undoes={"template-changed": put_text_back},
)
