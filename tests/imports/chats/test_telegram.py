"""Telegram Desktop's result.json: whole accounts and single chats, of every year."""

import json
from datetime import date, timedelta

import pytest

from core.facts.imports import Exchange, Haul
from core.facts.people import Handle
from core.imports.chats import telegram
from tests.imports.linkedin.sent import TODAY, called, piece, read, sample

ME, TOMAS = "user100000001", "user100000002"
DAY = date(2024, 11, 14)
NOON = "1731585600"  # of that day, in UTC


def message(sender: str, at: str = NOON, **more: object) -> dict[str, object]:
    name = {ME: "Nina Okafor", TOMAS: "Tomás Reyes"}.get(sender)
    return {"id": 1, "type": "message", "date_unixtime": at, "from": name, "from_id": sender, "text": "hi", **more}


def call(sender: str, at: str = NOON, action: str = "phone_call") -> dict[str, object]:
    return {"id": 2, "type": "service", "date_unixtime": at, "actor_id": sender, "action": action}


def chat(*messages: dict[str, object], **more: object) -> dict[str, object]:
    return {"name": "Tomás Reyes", "type": "personal_chat", "id": 100000002, "messages": messages} | more


def account(*chats: dict[str, object], **more: object) -> dict[str, object]:
    owner = {"user_id": 100000001, "first_name": "Nina", "phone_number": "+351 912 000 000"}
    return {"about": "x", "personal_information": owner, **more, "chats": {"about": "x", "list": chats}}


def export(content: object, path: str = "result.json") -> Haul:
    return read(telegram.SOURCE, {path: json.dumps(content, indent=1)}, zone="UTC")


def said(haul: Haul) -> list[tuple[str, date | None, date | None, bool]]:
    """Of everybody written with: name, last sent, last received, and whether they become a contact."""
    return [(each.name, e.sent_on, e.received_on, each.sure) for each in haul.found for e in each.exchanges]


def test_the_export_of_an_account():
    haul = read(telegram.SOURCE, sample("telegram", "DataExport_2026-10-02"))
    tomas, phone_only, with_tomas = haul.found
    assert (tomas.name, tomas.origins) == ("Tomás Reyes", ("telegram:100000002",))
    assert tomas.handles == (Handle(kind="phone", value="+351912345678"),)
    assert (phone_only.name, phone_only.origins) == ("Phone Only", ())
    assert phone_only.handles == (Handle(kind="phone", value="+447700900123"),)
    assert with_tomas.origins == tomas.origins
    assert with_tomas.exchanges == (Exchange(via="Telegram", sent_on=DAY, received_on=DAY),)
    assert [skipped.why for skipped in haul.skipped] == [telegram.NAMELESS, telegram.DELETED]
    assert "912000000" not in repr(haul)
    assert "Pong" not in repr(haul)


def test_the_export_of_one_chat_says_who_is_who():
    haul = read(telegram.SOURCE, sample("telegram", "ChatExport_2026-10-02"))
    assert said(haul) == [("Tomás Reyes", DAY, DAY, True)]
    assert haul.found[0].origins == ("telegram:100000002",)
    assert not haul.skipped


def test_one_direction_makes_nobody_a_contact():
    assert said(export(account(chat(message(ME))))) == [("Tomás Reyes", DAY, None, False)]
    assert said(export(account(chat(message(TOMAS))))) == [("Tomás Reyes", None, DAY, False)]


def test_the_last_of_each_direction_counts_in_any_order():
    later = str(int(NOON) + 86_400)
    haul = export(account(chat(message(ME, later), message(TOMAS), message(ME))))
    assert said(haul) == [("Tomás Reyes", DAY + timedelta(days=1), DAY, True)]


def test_an_instant_is_a_day_where_the_owner_is():
    before_midnight = {"result.json": json.dumps(chat(message(TOMAS, "1731628799")))}
    assert said(read(telegram.SOURCE, before_midnight, zone="UTC"))[0][2] == DAY
    assert said(read(telegram.SOURCE, before_midnight, zone="Asia/Tokyo"))[0][2] == DAY + timedelta(days=1)


def test_before_2022_there_was_only_a_wall_time():
    old = [
        {"type": "message", "date": "2019-05-01T23:59:59", "from": "Nina Okafor", "from_id": 100000001},
        {"type": "message", "date": "2019-05-02T00:00:01", "from": "Tomás Reyes", "from_id": 100000002},
    ]
    for zone in ("UTC", "Asia/Tokyo"):
        haul = read(telegram.SOURCE, {"result.json": json.dumps(chat(*old))}, zone=zone)
        assert said(haul) == [("Tomás Reyes", date(2019, 5, 1), date(2019, 5, 2), True)]


def test_a_call_counts_and_what_telegram_says_itself_does_not():
    assert said(export(chat(call(TOMAS), message(ME)))) == [("Tomás Reyes", DAY, DAY, True)]
    assert said(export(chat(call(TOMAS, action="pin_message"), message(ME)))) == [("Tomás Reyes", DAY, None, False)]


def test_only_people_count():
    others = [
        chat(message(ME), message("user7"), name=name, type=kind, id=7)
        for name, kind in [
            ("Weather", "bot_chat"),
            ("Club", "private_supergroup"),
            ("Club", "private_group"),
            ("News", "public_channel"),
            ("Replies", "replies"),
            ("Codes", "verification_codes"),
        ]
    ]
    notes = {"type": "saved_messages", "id": 100000001, "messages": [message(ME)]}
    haul = export(account(notes, *others))
    assert not haul.found
    assert not haul.skipped
    assert not haul.remarks


def test_a_group_alone_is_left_out_and_said():
    haul = export(chat(message(ME), name="Club", type="private_group"))
    assert not haul.found
    assert [remark.n for remark in haul.remarks] == [1]


def test_a_deleted_account_is_skipped_and_said():
    haul = export(account(chat(message("user9"), name=None, id=9)))
    assert not haul.found
    assert [skipped.why for skipped in haul.skipped] == [telegram.DELETED]


def test_keys_in_another_order_change_nothing():
    upside_down = dict(reversed(account(dict(reversed(chat(message(ME), message(TOMAS)).items()))).items()))
    assert said(export(upside_down | {"about": "x"})) == [("Tomás Reyes", DAY, DAY, True)]


def test_only_the_chats_of_an_account():
    only = account(chat(message(ME), message(TOMAS)))
    del only["personal_information"]
    assert said(export(only)) == [("Tomás Reyes", DAY, DAY, True)]


@pytest.mark.parametrize("at", ["soon", "", None, "-1", "1e400", "9" * 400, "99999999999", "nan", [], {"a": 1}])
def test_a_date_that_cannot_be_right_costs_its_message(at):
    haul = export(chat(message(ME, at), message(TOMAS)))
    assert said(haul) == [("Tomás Reyes", None, DAY, False)]
    assert [remark.n for remark in haul.remarks] == [1]


def test_a_contact_without_a_name_only_adds_its_number():
    haul = export(account(contacts={"list": [{"user_id": 5, "first_name": "", "phone_number": "+44 7700 900123"}]}))
    assert [(each.name, each.sure, each.origins) for each in haul.found] == [("", False, ("telegram:5",))]


@pytest.mark.parametrize("path", ["messages.html", "messages2.html", "lists/contacts.html"])
def test_web_pages_are_told_from_data(path):
    page = "<!DOCTYPE html>\n<html>\n <head>\n  <meta charset='utf-8'/>\n<title>Exported Data</title>"
    haul = read(telegram.SOURCE, {path: page})
    assert [remark.message for remark in haul.remarks] == [telegram.WEB_PAGE]


@pytest.mark.parametrize(
    "content",
    [
        {"id": "1", "type": "DM", "recipients": []},
        {"chats": [{"name": "a", "messages": []}]},
        {"about": "Nina"},
        "text",
    ],
)
def test_what_is_not_telegrams(content):
    assert not telegram.SOURCE.part(piece("result.json", json.dumps(content)))


def test_names_are_cleaned():
    haul = export(chat(message(ME), name="Tomás\x07\n Reyes" + "x" * 300))
    assert haul.found[0].name.startswith("Tomás Reyesxxx")
    assert len(haul.found[0].name) == telegram.MAX_NAME


def test_nothing_after_today():
    tomorrow = (TODAY + timedelta(days=1)).strftime("%Y-%m-%dT12:00:00")
    haul = export(chat({"type": "message", "date": tomorrow, "from": "Tomás Reyes", "from_id": TOMAS}))
    assert not called(haul, "Tomás Reyes")
