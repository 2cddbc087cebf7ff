"""What people do: commands of every kind, buttons of their own and of others, forms, menus, files, days."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from random import Random
from typing import Any, TypeVar

from tests.fakes.discord_people import Channel
from tests.isolation.town import DiscordVoice, TelegramVoice, Town, Voice

T = TypeVar("T")
Doing = Callable[[Town, Voice, Random], Awaitable[None]]

# {name} is somebody new, {who} somebody they know, {theirs} somebody whom another knows, {word} a new word.
LINES = (
    *("/add {name} @ {word}, {word} #{word} every 2 weeks met at {word}", "/add {name} {word}@example.com"),
    *("/add", "/add {theirs} #{word} every day", "/who", "/who {who}", "/who {theirs}", "/who #{word}", "/who zq"),
    *("/edit {who} @ {word}, {word}", "/edit {who} name {name}", "/edit {theirs} @ {word}", "/edit"),
    *(
        "/note {who} {word} and {word}",
        "/note {theirs} {word}",
        "/note {who}",
        "/tag {who} #{word}",
        "/tag zq #{word}",
    ),
    *("/date {who} birthday 24 November", "/date {who} {word} 1 December", "/handle {who} {word}@example.com"),
    *("/met {who} {word} yesterday", "/met {name} and {who} {word}", "/met {theirs} {word}", "/met", "/met zq"),
    *("/gave {who} {word}", "/gave {theirs} {word}", "/got {who} {word} 3 weeks ago", "/got {who}", "/got"),
    *("/favour gave {who} {word}", "/favour got {theirs} {word}", "/favour", "/balance", "/balance {who}"),
    *(
        "/balance {theirs}",
        "/keep {who} every week",
        "/keep {theirs} monthly",
        "/keep",
        "/keep #{word} every 2 weeks",
    ),
    *("/snooze {who} 2 weeks", "/snooze", "/pause {who}", "/pause 1 day", "/resume", "/resume {who}"),
    *("/archive {who}", "/archive {theirs}", "/forget {who}", "/forget {theirs}"),
    *("/ask {who} for {word} and {word}", "/ask {theirs} for {word}", "/ask", "/asks"),
    *("/promise {who} {word} by Friday", "/promise {who}", "/promises", "/today", "/today", "/rules"),
    *("/rules birthday 14 days", "/rules overdue not for {who}", "/remind {who} tomorrow 9am {word}", "/remind"),
    *("/remind {word} in 2 hours", "/remind {word} every Tuesday 18:00", "/reminders", "/reminders zq"),
    *("/merge {who} and {theirs}", "/merge {who}", "/duplicates", "/target {word}", "/targets", "/events"),
    *("/event {word} tomorrow 9am at {word}", "/event {word} every Tuesday 18:00", "/event", "/event {word}"),
    *("/settings events", "/settings events evening 20:00", "/settings events ahead 1 hour, 15 min"),
    *("/host {word} tomorrow 9am, 2 seats, guests 1", "/host", "/share {word}", "/share {theirs}"),
    *(
        "/prepare",
        "/prepare {word}",
        "/whom",
        "/whom {name} @ {word}, {word}, knows {theirs}",
        "/whom {who}, {word}",
    ),
    *("/met {name} @ {word}, {word}, send him the {word}", "/review", "/eventsreview", "/events review"),
    *(
        "/draft {who}",
        "/draft {who} thanks",
        "/draft {theirs}",
        "/draft",
        "/template",
        "/template thanks {word} {word}",
    ),
    *("/template thanks reset", "/template {word}", "/draft template birthday"),
    *("/import", "/link", "/link {code}", "/unlink", "/settings", "/settings digest 10:15", "/status"),
    *("/calendar", "/calendar add {word}.example.com/x.ics", "/calendar remove {word}", "/calendar address"),
    *("/export", "/export vcard", "/export json", "/forgetme", "/privacy"),
    *("/card", "/card title {word}", "/card hide title", "/card add {word}@example.com", "/card {theirs}"),
    *("/undo", "/undo", "/cancel", "/help", "/help met", "/start", "/start {payload}", "/nonsense {word}"),
    *("{word}", "{who}", "{theirs}", "met {who} for {word}", "yes", "1", "/{word}"),
)
FIRST = (
    "/start",
    "/settings zone Toronto",
    "/add {name} @ {word} #{word} every day",
    "/add {name} {word}@example.com every 2 days",
    "/got {who} {word}",
)
_LINKS = "v1:link:"
# Whose press joins two networks for good, hands a card over, or answers what was shared for anybody to answer.
_KEEPS_OPEN = (_LINKS, "v1:shake:", "v1:shake-yes:", "v1:shake-all:", "v1:rsvp:", "v1:guest:")


async def says_a_line(town: Town, voice: Voice, chance: Random) -> None:
    await voice.says(filled_in(chance.choice(LINES), voice, town, chance))


async def says_it_before_all(town: Town, voice: Voice, chance: Random) -> None:
    line = filled_in(chance.choice(LINES), voice, town, chance)
    await voice.says_before_all(line if line.startswith("/") else f"/{line}")


async def presses(_town: Town, voice: Voice, chance: Random) -> None:
    """One of the latest buttons on their own screen."""
    if actions := [each for each in voice.buttons() if not each.startswith(_KEEPS_OPEN)][-12:]:
        await voice.presses(chance.choice(actions))


async def forges(town: Town, voice: Voice, chance: Random) -> None:
    """A button that somebody else was shown, on whichever platform; of every kind as often."""
    other = chance.choice(_others(town, voice))
    theirs: dict[str, list[str]] = {}
    for action in other.carried.actions:
        if other.name != voice.name or not action.startswith(_KEEPS_OPEN):
            theirs.setdefault(action.split(":")[1], []).append(action)
    if theirs:
        await _forge(voice, chance.choice(chance.choice([*theirs.values()])[-4:]), menu=chance.random() < 0.3)


async def goes_another_s_way(town: Town, voice: Voice, chance: Random) -> None:
    """With what a group was given for somebody else: everybody there can read the address."""
    if theirs := [each for other in _others(town, voice) for each in other.carried.payloads]:
        await voice.says(f"/start {chance.choice(theirs[-9:])}")


async def calls(town: Town, voice: Voice, chance: Random) -> None:
    """A slash command with values for some of its options, also such as were suggested to others."""
    if isinstance(voice, DiscordVoice):
        where = _somewhere(town, voice, chance)
        await _call(town, voice, chance, chance.choice(_commands(town)), 0.5, where)


async def completes(town: Town, voice: Voice, chance: Random) -> None:
    if isinstance(voice, DiscordVoice):
        options = [*_completed(town)]
        command, option = chance.choice(options)
        typed = chance.choice(("", "zq", *(name[:6] for name in _known_to(_others(town, voice)))))
        await voice.completes(command, {option: typed}, _somewhere(town, voice, chance))


async def opens_a_menu(town: Town, voice: Voice, chance: Random) -> None:
    if isinstance(voice, DiscordVoice):
        entries = [each for each in town.discord.commands[None] if each["type"] != 1]
        entry = chance.choice(entries)
        member = chance.choice(town.guild.members)
        said = [each for each in town.guild.channel.messages.values() if each.author]
        if entry["type"] == 2 or said:
            await voice.opens_menu(entry["name"], member if entry["type"] == 2 else chance.choice(said))


async def fills_in(town: Town, voice: Voice, chance: Random) -> None:
    """The form that is open, or in its place one that another was shown."""
    if not isinstance(voice, DiscordVoice):
        return
    if voice.person.modal is None:
        await _call(town, voice, chance, chance.choice(_commands(town)), 0, voice.person.dm)
    if voice.person.modal is not None:
        text = filled_in(chance.choice(("{word}", "{who}", "{theirs}", "tomorrow 9am")), voice, town, chance)
        theirs = [each for other in _others(town, voice) for each in other.carried.forms[-9:]]
        if theirs and chance.random() < 0.5:
            await voice.fills_instead(chance.choice(theirs), text)
        else:
            await voice.fills(text)


async def sends_people(_town: Town, voice: Voice, chance: Random) -> None:
    if isinstance(voice, TelegramVoice) and chance.random() < 0.5:
        await voice.shares(_new_name(voice))
        return
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    first, last = _new_name(voice).split()
    await voice.sends_file(
        "Connections.csv", f"{header}{first},{last},,,{voice.word()},{voice.word()},01 Nov 2026\n"
    )
    if importing := [each for each in voice.buttons() if each.startswith("v1:import:")]:
        await voice.presses(importing[-1])


async def lets_time_pass(town: Town, _voice: Voice, chance: Random) -> None:
    await town.skip(hours=chance.choice((1, 3, 24)))


async def joins_up(town: Town, voice: Voice, _chance: Random) -> None:
    """Both of somebody's own accounts, the whole way; the question is theirs alone to answer."""
    other = next(each for each in town.voices if each.name == voice.name and each is not voice)
    if other.mark in voice.marks:
        return
    await voice.says("/link")
    await other.says(f"/link {voice.carried.codes[-1]}")
    await town.skip(minutes=1)
    assert not town.wrong, "before it is confirmed, neither side is told what the other has"
    voice.joins(other)
    await voice.presses([each for each in voice.buttons() if each.startswith(_LINKS)][-1])


async def tries_another_s_code(town: Town, voice: Voice, chance: Random) -> None:
    """Somebody has shown their code, and its owner is asked, who says no or nothing."""
    other = chance.choice([each for each in town.voices if each.name != voice.name])
    await other.says("/link")
    await voice.says(f"/link {other.carried.codes[-1]}")
    await town.skip(minutes=1)
    actions = [each for each in other.buttons() if each.startswith(_LINKS)]
    if actions:
        await voice.forges(actions[-1])
        await other.presses(actions[-1].replace(_LINKS, "v1:link-no:"))


async def scans_another_s_card(town: Town, voice: Voice, chance: Random) -> None:
    """Somebody holds their card out; whoever shares theirs, and hears of no yes, has seen a name. Of two only one
    ever shares, so that never both have."""
    other = chance.choice([each for each in town.voices if each.name != voice.name])
    await other.says(f"/card title {other.word()}")
    await other.says("/card")
    await voice.says(f"/card {other.carried.cards[-1]}")
    if voice.name < other.name:
        await voice.presses([each for each in voice.buttons() if each.startswith("v1:shake:")][-1])
        await town.skip(minutes=1)
        if asked := [each for each in other.buttons() if each.startswith("v1:shake-yes:")]:
            await voice.forges(asked[-1])


async def tells_everything(town: Town, voice: Voice) -> None:
    """One line of every kind, and the mornings after."""
    chance = Random(1)
    for line in LINES:
        await voice.says(filled_in(line, voice, town, chance))
    if isinstance(voice, DiscordVoice):
        for share in (0.0, 1.0):  # only what is required, and everything
            for command in _commands(town):
                await _call(town, voice, chance, command, share, voice.person.dm)
        for command, option in _completed(town):
            await voice.completes(command, {option: ""}, voice.person.dm)
    await town.skip(hours=3)


async def tries_everything(town: Town, thief: Voice, owner: Voice) -> None:
    """Whatever the owner was shown is used by somebody else; and what they know is asked for by its name."""
    chance = Random(2)
    for action in dict.fromkeys(each for each in owner.carried.actions if not each.startswith(_KEEPS_OPEN)):
        await _forge(thief, action)
    for payload in dict.fromkeys(owner.carried.payloads):
        await thief.says(f"/start {payload}")
    for line in LINES:
        if "{theirs}" in line or "zq" in line:
            for first in owner.known[-2:]:
                await thief.says(filled_in(line.replace("{theirs}", first), thief, town, chance))
    if isinstance(thief, DiscordVoice):
        for command, option in _completed(town):
            for typed in ("", "zq", owner.known[-1][:6]):
                await thief.completes(command, {option: typed}, thief.person.dm)
        for form in owner.carried.forms:
            await thief.calls("note", {"who": thief.known[0]}, thief.person.dm)
            await thief.fills_instead(form, thief.word())
        for value in dict.fromkeys(owner.carried.chosen):
            await thief.calls("note", {"who": value, "note": thief.word()}, thief.person.dm)
            await thief.calls("who", {"text": value}, thief.person.dm)
    for line in ("/undo", "/undo", "/reminders", "/asks", "/promises", "/today", "/who", "/balance", "/rules"):
        await thief.says(line)


DOINGS: tuple[Doing, ...] = (
    *(says_a_line,) * 12,
    *(forges,) * 12,
    *(presses,) * 6,
    *(calls,) * 5,
    *(completes, completes, fills_in, fills_in, fills_in, says_it_before_all, says_it_before_all),
    *(opens_a_menu, sends_people, lets_time_pass, goes_another_s_way, tries_another_s_code, joins_up),
    scans_another_s_card,
)


def filled_in(line: str, voice: Voice, town: Town, chance: Random) -> str:
    """A line with words for its blanks."""
    parts = line.replace("}", "{").split("{")
    return "".join(part if n % 2 == 0 else _word(part, voice, town, chance) for n, part in enumerate(parts))


def _word(blank: str, voice: Voice, town: Town, chance: Random) -> str:
    others = _others(town, voice)
    match blank:
        case "name":
            return _new_name(voice)
        case "who":
            return chance.choice(voice.known or ["Jane"])
        case "theirs":
            return chance.choice(_known_to(others) or ["Jane"])
        case "code":
            return chance.choice([each for other in others for each in other.carried.codes] or ["K7QP-93XM"])
        case "payload":
            return chance.choice([each for other in others for each in other.carried.payloads] or ["go_x"])
        case _:
            return voice.word()


def _new_name(voice: Voice) -> str:
    first = voice.word()
    voice.known.append(first)
    return f"{first} {voice.word()}"


def _known_to(voices: Sequence[Voice]) -> list[str]:
    """First names only, as one overhears them: who guesses them must not learn the rest."""
    return [name for voice in voices for name in voice.known[-5:]]


def _others(town: Town, voice: Voice) -> list[Voice]:
    return [other for other in town.voices if other is not voice]


def _commands(town: Town) -> list[dict[str, Any]]:
    """All slash commands but the one that joins two networks, and that which shows others what is one's own."""
    apart = ("link", "share")
    return [each for each in town.discord.commands[None] if each["type"] == 1 and each["name"] not in apart]


async def _call(
    town: Town, voice: DiscordVoice, chance: Random, command: dict[str, Any], share: float, where: Channel
) -> None:
    """With what is required, and about this share of what is not."""
    options = [each for each in command["options"] if each["required"] or chance.random() < share]
    values = {each["name"]: _value(each, voice, town, chance) for each in options if each["type"] == 3}
    await voice.calls(command["name"], values, where)


def _completed(town: Town) -> Iterator[tuple[str, str]]:
    """Every option that is completed, with its command."""
    for command in _commands(town):
        for option in command["options"]:
            if option.get("autocomplete"):
                yield command["name"], option["name"]


def _somewhere(town: Town, voice: DiscordVoice, chance: Random) -> Channel:
    return chance.choice((voice.person.dm, town.guild.channel))


def _value(option: dict[str, Any], voice: Voice, town: Town, chance: Random) -> str:
    if choices := option.get("choices"):
        return str(chance.choice(choices)["value"])
    stolen = [each for other in _others(town, voice) for each in other.carried.chosen[-20:]]
    if stolen and option.get("autocomplete") and chance.random() < 0.4:
        return chance.choice(stolen)
    usual = {
        "tags": "#{word}",
        "tag": "#{word}",
        "cadence": "every 2 weeks",
        "when": "yesterday",
        "by": "Friday",
        "until": "2 weeks",
        "met_on": "yesterday",
        "birthday": "14 March",
        "date": "wedding 3 May 2019",
        "days": "14",
    }
    given = chance.choice(("{who}", "{who}", "{theirs}", "{word}", "zq"))
    return filled_in(usual.get(option["name"], given), voice, town, chance)


async def _forge(voice: Voice, action: str, *, menu: bool = False) -> None:
    if isinstance(voice, DiscordVoice):
        await voice.forges(action, menu=menu)
    else:
        await voice.forges(action)
