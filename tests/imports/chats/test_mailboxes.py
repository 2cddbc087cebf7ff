"""Mailboxes: who wrote to whom and when, from headers alone; of Gmail and of others."""

import io
from contextlib import closing
from datetime import date
from email.utils import parsedate_to_datetime

import pytest

from core.facts.imports import Exchange, Haul
from core.facts.people import Handle
from core.imports.chats import mailboxes
from core.imports.chats.mbox import headers_of, is_mbox
from core.imports.reading.source import Piece
from tests.imports.linkedin.sent import called, piece, read, sample

NINA, TOMAS, ZOE = "Nina Okafor <nina@example.org>", "Tomás Reyes <tomas@example.org>", "zoe@example.org"
FIRST = "From 1790123456789012345@xxx Mon Mar 04 11:20:34 +0000 2024"


def mail(sender: str, to: str, day: int = 4, body: str = "hi", labels: str = "", **more: str) -> str:
    headers = {"Date": f"Mon, {day} Mar 2024 12:20:34 +0100", "From": sender, "To": to}
    if labels:
        headers["X-Gmail-Labels"] = labels
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    return "\n".join((FIRST, *(f"{name}: {value}" for name, value in headers.items()), "", body, "", ""))


def box(*mails: str | bytes, path: str = "All mail Including Spam and Trash.mbox") -> Haul:
    return read(
        mailboxes.SOURCE, {path: b"".join(each.encode() if isinstance(each, str) else each for each in mails)}
    )


def said(haul: Haul) -> dict[str, tuple[date | None, date | None]]:
    """By address: last sent, last received."""
    return {each.handles[0].value: (e.sent_on, e.received_on) for each in haul.found for e in each.exchanges}


def march(day: int) -> date:
    return date(2024, 3, day)


def test_gmails_takeout():
    haul = read(mailboxes.SOURCE, sample("email"))
    tomas, zoe = haul.found
    assert (tomas.name, tomas.sure, tomas.origins) == ("Tomás Reyes", True, ())
    assert tomas.handles == (Handle(kind="email", value="tomas@example.org"),)
    assert tomas.exchanges == (Exchange(via="e-mail", sent_on=march(4), received_on=march(4)),)
    assert (zoe.name, zoe.sure) == ("", False)
    assert said(haul)["zoe@example.org"] == (march(4), None)
    assert "draft" not in repr(haul)


def test_only_who_wrote_in_both_directions_is_sure():
    haul = box(mail(NINA, TOMAS, 4), mail(TOMAS, NINA, 5), mail("Raj <raj@example.org>", NINA), mail(NINA, ZOE))
    assert {each.handles[0].value: each.sure for each in haul.found} == {
        "tomas@example.org": True,
        "raj@example.org": False,
        "zoe@example.org": False,
    }
    assert said(haul)["tomas@example.org"] == (march(4), march(5))


def test_without_a_name_nobody_is_sure():
    haul = box(mail(NINA, ZOE), mail(ZOE, NINA), mail(TOMAS, NINA))
    assert [each.sure for each in haul.found if each.handles[0].value == "zoe@example.org"] == [False]


@pytest.mark.parametrize(
    "label",
    [
        *("Sent", "Gesendet", "Messages envoyés", "Enviados", "Posta inviata", "Отправленные", "送信済みメール"),
        *("=?UTF-8?Q?Messages_envoy=C3=A9s?=,Opened", "=?UTF-8?Q?Wys=C5=82ane,Otwarte?=", '"Sent",Important'),
    ],
)
def test_whatever_is_labelled_as_sent_is_the_owners_in_every_language(label):
    second = "Nina <n.okafor@example.com>"
    haul = box(mail(NINA, TOMAS, labels=label), mail(second, TOMAS, 6, labels=label), mail(TOMAS, second, 5))
    assert said(haul) == {"tomas@example.org": (march(6), march(5))}


def test_without_labels_the_owner_is_in_most_messages():
    inbox = [mail(TOMAS, NINA), mail("Raj <raj@example.org>", NINA), mail(TOMAS, NINA, 5), mail(TOMAS, NINA, 6)]
    assert said(box(*inbox)) == {"tomas@example.org": (None, march(6)), "raj@example.org": (None, march(4))}


@pytest.mark.parametrize(
    ("me", "other", "delivered"),
    [
        ("Nina Roe <nina@home.example>", "Nina Roe <nr@work.example>", "nina@home.example"),
        ("Me <me@home.example>", "Me <me@work.example>", "me@home.example"),
        ("Nina Roe <nina@home.example>", "Reception <hello@work.example>", "hello@work.example"),
    ],
    ids=["the same name", "the same word before the @", "delivered to both"],
)
def test_the_owners_other_addresses_are_nobody_else(me, other, delivered):
    ana, nina = "Ana Lee <ana@x.example>", "Nina <nina@else.example>"
    talks = [(ana, me), (me, ana), (nina, me), (me, nina), (me, other), (other, me)]
    haul = box(
        *(mail(sender, to, day) for day, (sender, to) in enumerate(talks, 1)),
        mail(ana, other, 9, **{"Delivered-To": delivered}),
    )
    assert {*said(haul)} == {"ana@x.example", "nina@else.example"}


def test_where_nobody_knows_whose_it_is_nothing_is_taken():
    haul = box(mail(TOMAS, NINA))
    assert not haul.found
    assert [remark.message for remark in haul.remarks] == [mailboxes.WHO_IS_WHO]
    assert said(box(mail(TOMAS, NINA, Delivered_To="nina@example.org"))) == {"tomas@example.org": (None, march(4))}


@pytest.mark.parametrize("path", ["Sent", "Sent.mbox", "Sent Messages.mbox/mbox", "Mail/Gesendet"])
def test_a_folder_of_sent_mail(path):
    assert said(box(mail(NINA, TOMAS), path=path)) == {"tomas@example.org": (march(4), None)}


@pytest.mark.parametrize("path", ["Junk", "Trash.mbox", "Papierkorb.mbox/mbox", "Drafts"])
def test_folders_that_nobody_keeps(path):
    assert not box(mail(NINA, TOMAS), mail(TOMAS, NINA), path=path).found


@pytest.mark.parametrize(
    "label",
    [
        *("Spam", "Trash", "Inbox,Category Promotions", "Drafts", "Papierkorb", "Corbeille", "Borradores"),
        *("=?UTF-8?Q?Brouillon?=", "=?UTF-8?Q?Entw=C3=BCrfe?=", "スパム,迷惑メール"),
    ],
)
def test_spam_trash_and_drafts_do_not_count(label):
    haul = box(mail(NINA, ZOE, labels="Sent"), mail(TOMAS, NINA, labels=label), mail(NINA, TOMAS, labels=label))
    assert list(said(haul)) == ["zoe@example.org"]


@pytest.mark.parametrize(
    "header",
    [
        {"List_Unsubscribe": "<mailto:u@example.net>"},
        {"List_Id": "Friends <friends.example.net>"},
        {"Precedence": "bulk"},
        {"Auto_Submitted": "auto-replied"},
        {"list_id": "x"},
    ],
)
def test_newsletters_lists_and_automatic_answers_do_not_count(header):
    haul = box(mail(NINA, ZOE, labels="Sent"), mail(TOMAS, NINA, **header))
    assert list(said(haul)) == ["zoe@example.org"]


@pytest.mark.parametrize(
    "machine",
    [
        *("noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "noreply+x1", "github.noreply"),
        *("nao-responda", "ne-pas-repondre", "mailer-daemon", "postmaster", "bounces+12", "newsletter"),
        *("notifications", "reply+abc"),
    ],
)
def test_machines_are_nobody(machine):
    address = f"{machine}@example.net"
    haul = box(mail(f"News <{address}>", NINA), mail(NINA, address, labels="Sent"), mail(NINA, ZOE, labels="Sent"))
    assert list(said(haul)) == ["zoe@example.org"]


@pytest.mark.parametrize("person", ["noah", "nora.reply-smith", "alertson", "notting.hill", "bouncer", "donot"])
def test_people_with_such_names_are_somebody(person):
    assert said(box(mail(NINA, f"{person}@example.org", labels="Sent")))


def test_a_crowd_says_nothing_of_anybody():
    crowd = ", ".join(f"p{i}@example.org" for i in range(30))
    assert not box(mail(NINA, crowd, labels="Sent"), mail(TOMAS, f"{crowd}, nina@example.org")).found
    assert not box(mail(NINA, "undisclosed-recipients:;", labels="Sent")).found


def test_copies_count_and_the_owners_own_do_not():
    haul = box(mail(NINA, TOMAS, Cc=f"{ZOE}, {NINA}", labels="Sent"))
    assert said(haul) == {"tomas@example.org": (march(4), None), "zoe@example.org": (march(4), None)}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("=?UTF-8?Q?Tom=C3=A1s_Reyes?= <t@example.org>", "Tomás Reyes"),
        ("=?utf-8?b?VG9tw6FzIFJleWVz?= <t@example.org>", "Tomás Reyes"),
        ("=?iso-8859-1?q?Tom=E1s?= =?iso-8859-1?q?_Reyes?= <t@example.org>", "Tomás Reyes"),
        ('"Reyes, =?UTF-8?Q?Tom=C3=A1s?=" <t@example.org>', "Reyes, Tomás"),
        ("Tomás Reyes <t@example.org>", "Tomás Reyes"),
        ("\"'Tomás Reyes'\" <t@example.org>", "Tomás Reyes"),
        ("Tomás\n Reyes\n <t@example.org>", "Tomás Reyes"),
        ("t@example.org (Tomás Reyes)", "Tomás Reyes"),
        ('"t@example.org" <t@example.org>', ""),
        ("<t@example.org>", ""),
        ("=?x-unknown?q?Tom?= <t@example.org>", "=?x-unknown?q?Tom?="),
        ("T@Example.Org", ""),
    ],
)
def test_names(written, name):
    haul = box(mail(written, NINA), mail(NINA, ZOE, labels="Sent"))
    assert [each.name for each in haul.found if each.handles[0].value == "t@example.org"] == [name]


def test_what_somebody_calls_themselves_counts_most():
    haul = box(
        mail(NINA, "Tom <tomas@example.org>", labels="Sent"), mail(TOMAS, NINA), mail(NINA, "T <tomas@example.org>")
    )
    assert called(haul, "Tomás Reyes")


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_bodies_go_by(ends):
    body = "From: x@example.net\nFrom here on\n>From now on.\nFrom Raj, 12:30\nTo: y@example.net\n\nDate: Fri, 1"
    haul = box((mail(NINA, TOMAS, body=body, labels="Sent") + mail(TOMAS, NINA, 5)).replace("\n", ends))
    assert said(haul) == {"tomas@example.org": (march(4), march(5))}
    assert not haul.remarks


@pytest.mark.parametrize(
    "line",
    [
        "From MAILER-DAEMON Fri Jul  8 12:08:34 2011",
        "From - Mon Mar 04 11:20:34 2024",
        "From a@b.c Mon Mar 4 11:20 2024",
    ],
)
def test_the_line_before_a_message_has_many_forms(line):
    assert is_mbox(f"{line}\nX-Mozilla-Status: 0001\nFrom: a@b.c\n\n".encode())
    assert mailboxes.SOURCE.part(piece("x", f"\ufeff\n{line}\r\nReceived: x\r\n")) == "mailbox"


@pytest.mark.parametrize("text", ["From Ana, at 12:30\nwe go", "From: a@b.c\nTo: x", "", "Fromage 12:30\nA: b"])
def test_what_is_no_mailbox(text):
    assert not mailboxes.SOURCE.part(piece("x.txt", text))


@pytest.mark.parametrize(
    "at", ["", "soon", "Mon, 99 Mar 2024 12:20:34 +0100", "1 Jan 2099 00:00:00 +0000", "1 Jan 1960 00:00 GMT"]
)
def test_a_date_that_cannot_be_right_costs_its_message(at):
    haul = box(mail(NINA, TOMAS, labels="Sent"), mail(TOMAS, NINA, Date=at))
    assert said(haul) == {"tomas@example.org": (march(4), None)}
    assert [remark.n for remark in haul.remarks] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 4 Mar 2024 12:20:34 +0100",
        "4 Mar 2024 23:59:59 -0330",
        "Mon,  4 Mar 24 12:20:34 GMT",
        "Mon, 4 Mar 2024 12:20:34 +0545 (x)",
    ],
)
def test_instants(text):
    assert mailboxes._instant(text) == parsedate_to_datetime(text).timestamp()


def test_damaged_bytes_cost_no_other_message():
    broken = f"{FIRST}\nFrom: \xff\xfe<\n\0Date: x\nTo:\n\n".encode("latin-1")
    haul = box(mail(NINA, TOMAS, labels="Sent"), broken, mail(TOMAS, NINA, 5), FIRST.encode())
    assert said(haul) == {"tomas@example.org": (march(4), march(5))}


@pytest.mark.parametrize("size", [1, 7, 100, 1000])
def test_wherever_a_block_ends_every_message_is_found(size, monkeypatch):
    monkeypatch.setattr("core.imports.chats.mbox._BLOCK", size)
    monkeypatch.setattr("core.imports.chats.mbox._LONGEST", 400)
    mails = "".join(mail(NINA, f"p{i}@example.org", body="x" * i) for i in range(40))
    found = [each["to"] for each in headers_of(piece("x", mails), "to")]
    assert found == [f"p{i}@example.org" for i in range(40)]


def test_headers_without_end_take_no_memory():
    endless = b"X: y\n" * 400_000
    message = mail(NINA, TOMAS, labels="Sent").encode()
    content = message + FIRST.encode() + b"\nFrom: a@example.org\n" + endless + b"\n" + message
    whole = Piece(path="x", size=len(content), head=content[:65536], open=lambda: closing(io.BytesIO(content)))
    assert len(list(headers_of(whole, "from"))) == 3


@pytest.mark.parametrize(
    "odd", ["(" * 3_000, '"' * 3_000, "a@b.c," * 2_000, "=?x\xd7?q?a?=", "=?utf-8?q?" * 300, "<" * 3_000]
)
def test_odd_headers_cost_themselves(odd):
    oddest = mail(odd, odd, labels=odd, Cc=odd, Delivered_To=odd, Date=odd, Precedence=odd)
    haul = box(mail(NINA, ZOE, labels="Sent"), oddest, mail(f"{odd} <t@example.org>", NINA), mail(ZOE, NINA, 5))
    assert said(haul)["zoe@example.org"] == (march(4), march(5))


def test_too_many_addresses_are_said(monkeypatch):
    monkeypatch.setattr(mailboxes, "_MAX_ADDRESSES", 10)
    haul = box(*(mail(NINA, f"p{i}@example.org", labels="Sent") for i in range(20)))
    assert len(haul.found) < 10
    assert [remark.message for remark in haul.remarks] == [mailboxes.TOO_MANY]
