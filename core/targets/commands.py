"""/target and /targets: the companies one would like to work for, and who is known there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from zlib import crc32

from core.chat.command import Context, Kind, Param, Subject, command, on_press
from core.chat.errors import Refusal
from core.chat.pages import PAGE, page_number, pages
from core.chat.parsing.line import clean
from core.chat.phrases import ago
from core.chat.reply import (
    Answer,
    Bold,
    Button,
    Listing,
    Notice,
    Person,
    Reply,
    Row,
    Span,
    action,
    count,
    lines,
    say,
)
from core.chat.suggesting.people import companies
from core.chat.words import _
from core.facts.account import TargetsChanged
from core.facts.ids import DeedId
from core.facts.keys import fold
from core.facts.people import Contact
from core.facts.targets import Target

MOST = 100  # companies
_LONGEST = 100  # characters of a company's name
_WARMEST = 3  # people
_SHORT = 20  # characters of it on a button
_QUERY = 44  # bytes of a search that fit into a button (core/people/commands/cards.py)
_BETWEEN = re.compile(r",(?!\s*(?:inc|llc|ltd|gmbh|corp|co|plc)\b)|[;\n]", re.IGNORECASE)
_OFF = re.compile(r"^(?:remove\s+|[-−–]\s*)(?=\S)", re.IGNORECASE)

_Known = tuple[int, Sequence[Contact]]  # how many, and the warmest


@command(
    "target",
    Param(
        name="company",
        kind=Kind.TEXT,
        label=_("Company"),
        summary=_("where you would like to work; -IBM takes it off the list"),
        ask=_("Where would you like to work? For example: IBM, Shopify"),
        suggest=companies,
    ),
    summary=_("Note a company you would like to work for"),
    examples=("/target IBM", "/target IBM, Shopify", "/target -IBM"),
)
async def target(ctx: Context, company: str) -> Answer:
    off = _OFF.match(company)
    parts = _BETWEEN.split(company[off.end() :] if off else company)
    wanted = {fold(name): name for part in parts if fold(name := clean(part).lstrip("@+-−– ").strip())}
    if not wanted:
        raise Refusal(say(_("Name a company, please: /target IBM")))
    if any(len(name) > _LONGEST for name in wanted.values()):
        raise Refusal(
            say(_("That is too long for a company's name. One or several, with commas: /target IBM, Shopify"))
        )
    return await (_remove(ctx, wanted) if off else _add(ctx, wanted))


@command(
    "targets",
    summary=_("The companies you would like to work for, and whom you know there"),
    examples=("/targets",),
    reads=True,
)
async def targets(ctx: Context) -> Answer:
    return await _page(ctx, 0)


@on_press("targets", reads=True)
async def show_page(ctx: Context, number: str) -> Answer:
    """Another page, in the place of the one before."""
    return replace(await _page(ctx, page_number(number)), replaces=True)


@on_press("untarget")
async def take_off(ctx: Context, mark: str) -> Answer:
    """Take one off the list; the button under it brings it back."""
    gone = [each for each in await ctx.tx.targets.of(ctx.owner) if _mark(fold(each.company)) == mark]
    if not gone:
        return Notice(say(_("That one is not on your list any more.")))
    return replace(await _remove(ctx, {fold(each.company): each.company for each in gone}), replaces=True)


async def put_back(ctx: Context, step: TargetsChanged) -> None:
    """Undo: the list as it was."""
    for each in step.added:
        await ctx.tx.targets.remove(ctx.owner, each.company)
    for each in step.removed:
        await ctx.tx.targets.add(replace(each, account_id=ctx.owner))


async def _add(ctx: Context, wanted: Mapping[str, str]) -> Reply:
    """Put these on the list, by their folded names; those that are there already stay as they are."""
    there = {fold(each.company): each for each in await ctx.tx.targets.of(ctx.owner)}
    new = {
        key: Target(account_id=ctx.owner, company=name, added_at=ctx.now)
        for key, name in wanted.items()
        if key not in there
    }
    if len(there) + len(new) > MOST:
        raise Refusal(say(_("{n} companies are all I keep. Take one off first: /target -IBM"), n=MOST))
    for each in new.values():
        await ctx.tx.targets.add(each)
    shown = [(there | new)[key] for key in wanted]
    known = await _known(ctx, shown)
    told = [_line(ctx, each, known) for each in shown]
    if not new:
        return Reply(text=lines(say(_("On your list already:")), *told), rows=((_every(),),))
    names = tuple(each.company for each in new.values())
    deed = await ctx.did(_("the target {names}"), names, TargetsChanged(added=tuple(new.values())))
    return Reply(text=lines(say(_("On your list now:")), *told), rows=((_every(), _undo(deed)),))


async def _remove(ctx: Context, wanted: Mapping[str, str]) -> Reply:
    there = {fold(each.company): each for each in await ctx.tx.targets.of(ctx.owner)}
    gone = tuple(there[key] for key in wanted if key in there)
    unknown = Listing(tuple(name for key, name in wanted.items() if key not in there))
    if not gone:
        raise Refusal(say(_("Not on your list: {names}. /targets shows what is."), names=unknown))
    for each in gone:
        await ctx.tx.targets.remove(ctx.owner, each.company)
    companies = tuple(each.company for each in gone)
    deed = await ctx.did(_("taking {names} off the targets"), companies, TargetsChanged(removed=gone))
    text = lines(
        say(_("Off your list: {names}."), names=Listing(companies)),
        say(_("Not on it: {names}."), names=unknown) if len(companies) < len(wanted) else None,
    )
    return Reply(text=text, rows=((_every(), _undo(deed)),))


async def _page(ctx: Context, number: int) -> Reply:
    every = await ctx.tx.targets.of(ctx.owner)
    shown = every[number * PAGE :][:PAGE]
    if not shown and number:
        return await _page(ctx, 0)
    if not shown:
        return Reply(
            text=lines(
                say(_("No targets yet. Where would you like to work? /target IBM")),
                say(_("I show whom you know there, and whom you spoke to last.")),
            )
        )
    known = await _known(ctx, shown)
    heading = count(
        "{n} company you would like to work for:", "{n} companies you would like to work for:", len(every)
    )
    return Reply(
        text=lines(heading, *(_line(ctx, each, known) for each in shown)),
        rows=(
            *(_buttons(each, known) for each in shown),
            *pages("targets", number, more=len(every) > (number + 1) * PAGE),
        ),
    )


async def _known(ctx: Context, shown: Sequence[Target]) -> Mapping[str, _Known]:
    """Who is known at each of them, by its folded name."""
    keys = [fold(each.company) for each in shown]
    return await ctx.tx.targets.people(ctx.owner, keys, _WARMEST) if keys else {}


def _line(ctx: Context, target: Target, known: Mapping[str, _Known]) -> Span:
    """ "IBM: 4 people, last spoke with Jane Doe 2 weeks ago, Raj"."""
    name = Bold(target.company)
    many, warmest = known.get(fold(target.company), (0, ()))
    if not many:
        return say(_("{company}: nobody you know yet"), company=name)
    told: list[Span] = []
    for each in warmest:
        told += [", ", _person(each, ctx.today)] if told else [_person(each, ctx.today)]
    names = tuple(told)
    return count(
        "{company}: {n} person, {names}", "{company}: {n} people, {names}", many, company=name, names=names
    )


def _person(contact: Contact, today: date) -> Span:
    name = Person(contact.name)
    spoke = contact.last_touch_on
    return say(_("{name} ({when})"), name=name, when=ago(spoke, today)) if spoke else name


def _buttons(target: Target, known: Mapping[str, _Known]) -> Row:
    key, name = fold(target.company), _short(target.company)
    off = Button(say(_("Remove {company}"), company=name), action("untarget", _mark(key)))
    if key not in known:
        return (off,)
    query = f"~@{key}".encode()[:_QUERY].decode(errors="ignore")
    return (Button(say(_("All at {company}"), company=name), action("page", "0", query)), off)


def _every() -> Button:
    return Button(say(_("All targets")), action("targets", "0"))


def _undo(deed: DeedId) -> Button:
    return Button(say(_("Undo")), action("undo", deed))


def _short(company: str) -> str:
    return company if len(company) <= _SHORT else company[: _SHORT - 1].rstrip() + "…"


def _mark(key: str) -> str:
    """A company on a button, which has no room for a long one."""
    return f"{crc32(key.encode()):08x}"


SUBJECT = Subject(commands=(target, targets), actions=(show_page, take_off), undoes={"targets-changed": put_back})
