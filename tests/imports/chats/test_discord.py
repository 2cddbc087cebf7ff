"""Discord's data package, of 2021 to 2025 and in several languages."""

import json
from datetime import date, timedelta

import pytest

from core.facts.imports import Exchange, Haul
from core.facts.people import Handle
from core.imports.chats import discord
from tests.imports.linkedin.sent import TODAY, piece, read, sample

ME, NOVA, KAI = "900000000000000001", "900000000000000002", "900000000000000004"
CHANNEL = "1100000000000000001"
Files = dict[str, str | bytes]


def friend(id_: str = NOVA, kind: object = 1, nickname: str | None = None, **user: object) -> dict[str, object]:
    user = {"id": id_, "username": "nova_fox", "discriminator": "0", "global_name": "Zoë"} | user
    return {"id": id_, "type": kind, "nickname": nickname, "user": user}


def account(*relationships: object, notes: object = None, folder: str = "Account") -> Files:
    user = {"id": ME, "username": "nina_ok", "discriminator": "0", "email": "nina@example.org", "ip": "192.0.2.1"}
    return {f"{folder}/user.json": json.dumps({**user, "relationships": relationships, "notes": notes or {}})}


def messages(*times: str, channel: str = CHANNEL, kind: object = "DM", recipients: object = (ME, NOVA)) -> Files:
    folder = f"Messages/c{channel}"
    sent = [{"ID": 118 * 10**16 + i, "Timestamp": at, "Contents": "secret"} for i, at in enumerate(times)]
    return {
        f"{folder}/channel.json": json.dumps({"id": channel, "type": kind, "recipients": recipients}),
        f"{folder}/messages.json": json.dumps(sent),
    }


def package(*files: Files) -> Haul:
    return read(discord.SOURCE, {path: content for each in files for path, content in each.items()}, zone="UTC")


def said(haul: Haul) -> list[tuple[str, date | None]]:
    """To whom (the origin), and when last."""
    return [(found.origins[0], each.sent_on) for found in haul.found for each in found.exchanges]


def test_the_package_of_2025():
    zoe, to_zoe = read(discord.SOURCE, sample("discord", "2025")).found
    assert (zoe.name, zoe.aliases, zoe.notes, zoe.sure) == ("Zoë", ("nova_fox",), "book club", True)
    assert zoe.origins == to_zoe.origins == (f"discord:{NOVA}",)
    assert zoe.handles == to_zoe.handles == (Handle(kind="discord", value=f"https://discord.com/users/{NOVA}"),)
    assert to_zoe.exchanges == (Exchange(via="Discord", sent_on=date(2023, 12, 11)),)
    assert not to_zoe.sure


def test_the_package_of_2021():
    haul = read(discord.SOURCE, sample("discord", "2021"))
    (nova,) = haul.found
    assert (nova.name, nova.sure) == ("nova_fox", False)
    assert said(haul) == [(f"discord:{NOVA}", date(2022, 3, 1))]
    assert "multi-line" not in repr(haul)


def test_only_friends_are_people():
    others = [friend(KAI, kind) for kind in (2, 3, 4, 5, "2", None)]
    assert [found.origins for found in package(account(friend(), *others)).found] == [(f"discord:{NOVA}",)]


@pytest.mark.parametrize("folder", ["account", "Konto", "Compte", "package/Cuenta", "Аккаунт"])
def test_the_folder_of_the_account_has_a_name_in_every_language(folder):
    assert len(package(account(friend(), folder=folder)).found) == 1


@pytest.mark.parametrize(
    ("user", "name", "aliases"),
    [
        (friend(nickname="Zo"), "Zo", ("Zoë", "nova_fox")),
        (friend(), "Zoë", ("nova_fox",)),
        (friend(global_name=None), "nova_fox", ()),
        (friend(global_name="nova_fox"), "nova_fox", ()),
    ],
)
def test_the_name_that_the_owner_gave_comes_first(user, name, aliases):
    (found,) = package(account(user)).found
    assert (found.name, found.aliases) == (name, aliases)


@pytest.mark.parametrize("name", ["deleted_user_0a1b2c", "Deleted User 0a1b2c"])
def test_deleted_accounts_are_skipped_and_said(name):
    haul = package(account(friend(username=name, global_name=None)))
    assert not haul.found
    assert [skipped.why for skipped in haul.skipped] == [discord.DELETED]


def test_a_note_about_a_stranger_adds_to_whoever_is_known():
    (found,) = package(account(notes={KAI: "met at\n\n the \x07meetup", "x": "y", NOVA: None})).found
    assert (found.name, found.notes, found.sure) == ("", "met at\n\nthe meetup", False)


def test_ids_are_texts_however_large():
    large = "1234567890123456789"  # as a float it would end in 800
    haul = package(account(friend(large)), messages("2024-01-02 03:04:05", recipients=(ME, large)))
    assert {found.origins for found in haul.found} == {(f"discord:{large}",)}


@pytest.mark.parametrize(("kind", "expected"), [(1, 1), ("DM", 1), ("1", 1), (3, 0), ("GROUP_DM", 0), (0, 0)])
def test_only_messages_to_one_person_count(kind, expected):
    assert len(said(package(account(), messages("2024-01-02 03:04:05", kind=kind)))) == expected


def test_the_newest_counts_in_any_order():
    haul = package(account(), messages("2024-01-02 03:04:05", "2024-03-02 03:04:05", "2023-01-02 03:04:05"))
    assert said(haul) == [(f"discord:{NOVA}", date(2024, 3, 2))]


def test_times_are_utc():
    files = account() | messages("2024-01-02 23:30:00")
    assert said(read(discord.SOURCE, files, zone="Europe/Berlin")) == [(f"discord:{NOVA}", date(2024, 1, 3))]


@pytest.mark.parametrize("at", ["soon", "9999-12-31 23:59:59", "2024-13-45 00:00:00", ""])
def test_a_time_that_cannot_be_right_costs_its_message(at):
    assert said(package(account(), messages(at, "2024-01-02 03:04:05"))) == [(f"discord:{NOVA}", date(2024, 1, 2))]
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    assert not said(package(account(), messages(f"{tomorrow} 12:00:00")))


@pytest.mark.parametrize("folder", ["1100000000000000101", "c1100000000000000101"])
def test_tables_of_messages(folder):
    files: Files = {
        f"messages/{folder}/channel.json": json.dumps({"id": folder, "type": 1, "recipients": [NOVA, ME]}),
        f"messages/{folder}/messages.csv": (
            "ID,Timestamp,Contents,Attachments\r\n"
            '95,2022-03-01 18:22:10.120000+00:00,"one\r\ntwo, ""three""",\r\n'
            "94,2022-04-01 18:22:10+00:00,,https://example.org/a.png\r\n"
        ),
        "messages/index.json": json.dumps({folder: "Direct Message with nova_fox#0001"}),
    }
    haul = package(account(), files)
    assert said(haul) == [(f"discord:{NOVA}", date(2022, 4, 1))]


def test_names_of_strangers_are_in_the_index():
    index: Files = {"Messages/index.json": json.dumps({CHANNEL: "Direct Message with no#hash#0", "1": None})}
    (found,) = package(account(), index, messages("2024-01-02 03:04:05")).found
    assert (found.name, found.sure) == ("no#hash", False)
    gone: Files = {"Messages/index.json": json.dumps({CHANNEL: "Direct Message with Deleted User 0a#0000"})}
    assert [each.name for each in package(account(), gone, messages("2024-01-02 03:04:05")).found] == [""]


def test_without_the_account_only_several_conversations_tell_who_is_who():
    one = messages("2024-01-02 03:04:05")
    two = messages("2024-01-02 03:04:05", channel="1100000000000000002", recipients=(KAI, ME))
    assert said(package(one, two)) == [(f"discord:{NOVA}", date(2024, 1, 2)), (f"discord:{KAI}", date(2024, 1, 2))]
    haul = package(one)
    assert not haul.found
    assert [remark.message for remark in haul.remarks] == [discord.WHO_IS_WHO]


def test_nothing_else_is_opened():
    for path in (
        "Activity/analytics/events-2024.json",
        "activity/reporting/events.json",
        "Account/avatar.json",
        "Servers/index.json",
        "Messages/notes/channel.json",
    ):
        assert not discord.SOURCE.part(piece(path, json.dumps({"id": "1", "username": "x", "recipients": []})))


@pytest.mark.parametrize(
    "content", ["", "{", '{"id": "1", "type": 1', "[1]", "null", '{"type": 1, "recipients": {}}']
)
def test_a_damaged_file_costs_itself(content):
    other = messages("2024-01-02 03:04:05", channel="1100000000000000002", recipients=(KAI, ME))
    haul = package(account(), {f"Messages/c{CHANNEL}/channel.json": content}, other)
    assert said(haul) == [(f"discord:{KAI}", date(2024, 1, 2))]


def test_what_is_private_stays_out():
    haul = repr(package(account(friend()), messages("2024-01-02 03:04:05")))
    assert not any(secret in haul for secret in ("secret", "192.0.2.1", "nina@example.org"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("messages.csv", "ID,Timestamp,Contents,Attachments\n1,2021-05-06 07:08:09+00:00,secret,\n"),
        ("channel.json", '{"id": "1100000000000000001", "type": 1, "recipients": ["1", "2"]}'),
        ("messages.json", '[{"ID": 1, "Timestamp": "2025-05-06 07:08:09", "Contents": "secret"}]'),
    ],
)
def test_a_file_out_of_its_folder_is_known_and_not_enough(name, content):
    assert discord.SOURCE.part(piece(name, content)) == "alone"
    haul = package({name: content})
    assert [(each.message, dict(each.values)) for each in haul.remarks] == [(discord.ALONE, {"file": name})]
