"""Exports as large as people's, made up: the same each time, and nobody's."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * 1024
_WORDS = "Hello there, how are you? It was good to see you at the meeting; shall we have coffee next week? "
_FIRST = 1_600_000_000  # seconds: September 2020


@dataclass(frozen=True)
class Export:
    """What somebody might send: how it is shown, its name, and what makes so many rows of it."""

    title: str
    name: str
    rows: int
    make: Callable[[int], bytes]
    parser: str  # with which it is compared: see bench/readers.py


def exports() -> tuple[Export, ...]:
    return (
        Export("LinkedIn: Connections.csv", "Connections.csv", 30_000, _connections, "csv"),
        Export("LinkedIn: messages.csv, quoted, several lines", "messages.csv", 100_000, _linkedin_messages, "csv"),
        Export("Google Contacts (CSV)", "contacts.csv", 30_000, _google, "csv"),
        Export("Outlook (CSV)", "outlook.csv", 30_000, _outlook, "csv"),
        Export("Any other table (CSV)", "people.csv", 20_000, _table, "csv"),
        Export("Telegram: result.json", "result.json", 100_000, _telegram, "json"),
        Export("Facebook: a ZIP of conversations", "facebook.zip", 100_000, _facebook, "zipfile, json"),
        Export("X: a ZIP with direct messages", "twitter.zip", 100_000, _x, "zipfile, json"),
        Export("Discord: a ZIP of conversations", "package.zip", 100_000, _discord, "zipfile, json"),
        Export("WhatsApp: a chat", "WhatsApp Chat with Ana Lee.txt", 100_000, _whatsapp, "lines, regex"),
        Export("Contact cards (vCard)", "contacts.vcf", 10_000, _cards, "vobject"),
        Export("Mailbox (mbox)", "mail.mbox", 10_000, _mailbox, "mailbox, email"),
    )


def large(folder: Path, megabytes: int) -> Iterator[tuple[str, Path]]:
    """Exports of about that size, one after the other; what is in them repeats itself."""
    path = folder / "facebook.zip"
    with zipfile.ZipFile(io.BytesIO(_facebook(10_000, folders=1))) as one, zipfile.ZipFile(path, "w") as archive:
        thread = one.read("your_facebook_activity/messages/inbox/first0_0/message_1.json")
        for n in range(max(1, megabytes * MEGABYTE // len(thread))):
            person = thread.replace(b"First0 Last0", b"First%d Last%d" % (n, n))
            archive.writestr(f"your_facebook_activity/messages/inbox/person_{n}/message_1.json", person)
    yield "Facebook: a ZIP of conversations", path
    path = folder / "messages.csv"
    header, _end, rows = _linkedin_messages(10_000).partition(b"\n")
    _write(path, header + b"\n", rows, b"", megabytes)
    yield "LinkedIn: messages.csv", path
    path = folder / "result.json"
    start, _start, chats = _telegram(20_000).partition(b'"list": [')
    chat, _end, end = chats.rpartition(b"]")
    _write(path, start + _start + chat, b"," + chat, _end + end, megabytes)
    yield "Telegram: result.json", path


def _write(path: Path, start: bytes, middle: bytes, end: bytes, megabytes: int) -> None:
    with path.open("wb") as file:
        file.write(start)
        for _time in range(megabytes * MEGABYTE // len(middle)):
            file.write(middle)
        file.write(end)


def _linkedin_messages(rows: int) -> bytes:
    names = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS"
    names += ",DATE,SUBJECT,CONTENT,FOLDER"
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(names.split(","))
    me = ("Ada Ames", "https://www.linkedin.com/in/ada-ames")
    for n in range(rows):
        other = (f"First{n % 800} Last{n % 800}", f"https://www.linkedin.com/in/person-{n % 800}")
        sender, receiver = (me, other) if n % 3 else (other, me)
        day = f"20{10 + n % 15}-{n % 12 + 1:02}-{n % 28 + 1:02} 09:15:00 UTC"
        writer.writerow([f"2-{n % 800}", "", *sender, *receiver, day, "", f"{_WORDS}\n\n{_WORDS}", "INBOX"])
    return out.getvalue().encode()


def _telegram(rows: int) -> bytes:
    chats = [
        {
            "name": f"First{c} Last{c}",
            "type": "personal_chat",
            "id": 1000 + c,
            "messages": [*_telegram_messages(c, rows // 100)],
        }
        for c in range(100)
    ]
    owner = {"user_id": 1, "first_name": "Ada", "last_name": "Ames", "phone_number": "+14165550100"}
    return json.dumps({"about": "", "personal_information": owner, "chats": {"list": chats}}, indent=1).encode()


def _facebook(rows: int, folders: int = 200) -> bytes:
    """A ZIP that is not packed: as large as what is in it."""
    files = {
        "connections/friends/your_friends.json": {
            "friends_v2": [{"name": f"First{c} Last{c}", "timestamp": _FIRST + c} for c in range(folders)]
        }
    } | {
        f"your_facebook_activity/messages/inbox/first{c}_{c}/message_1.json": {
            "participants": [{"name": f"First{c} Last{c}"}, {"name": "Ada Ames"}],
            "messages": [
                {
                    "sender_name": f"First{c} Last{c}" if n % 3 else "Ada Ames",
                    "timestamp_ms": (_FIRST + 1000 * n) * 1000,
                    "content": _WORDS,
                    "is_geoblocked_for_viewer": False,
                }
                for n in range(rows // folders)
            ],
            "title": f"First{c} Last{c}",
            "thread_path": f"inbox/first{c}_{c}",
        }
        for c in range(folders)
    }
    return _zipped({path: json.dumps(content, indent=2).encode() for path, content in files.items()})


def _telegram_messages(chat: int, rows: int) -> Iterator[dict[str, object]]:
    for n in range(rows):
        yield {
            "id": n,
            "type": "message",
            "date": "2020-09-13T12:26:40",
            "date_unixtime": str(_FIRST + 1000 * n),
            "from": f"First{chat} Last{chat}" if n % 3 else "Ada Ames",
            "from_id": f"user{1000 + chat}" if n % 3 else "user1",
            "text": _WORDS,
            "text_entities": [{"type": "plain", "text": _WORDS}],
        }


def _connections(rows: int) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"])
    for n in range(rows):
        mail = f"person{n}@example.org" if n % 50 == 0 else ""
        url = f"https://www.linkedin.com/in/person-{n}"
        company = f"Company {n % 900}"
        writer.writerow([f"First{n % 700}", f"Last{n}", url, mail, company, "Engineer, Platform", "04 Nov 2018"])
    return out.getvalue().encode()


def _google(rows: int) -> bytes:
    names = (
        "First Name,Middle Name,Last Name,Nickname,Organization Name,Organization Title,Birthday,Notes,Labels,"
        "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value"
    )
    lines = (
        f"First{n},,Last{n},,Company {n % 900},Engineer,--03-0{n % 9 + 1},,* myContacts,* Work,"
        f"person{n}@example.org,Mobile,+1 416-555-{n % 10_000:04}"
        for n in range(rows)
    )
    return "\r\n".join([names, *lines]).encode()


def _outlook(rows: int) -> bytes:
    names = '"Title","First Name","Middle Name","Last Name","Company","Job Title","Business Phone","E-mail Address"'
    lines = (
        f'"","First{n}","","Last{n}","Company {n % 900}","Engineer","(416) 555-{n % 10_000:04}","p{n}@example.org"'
        for n in range(rows)
    )
    return "\r\n".join([names, *lines]).encode("cp1252")


def _table(rows: int) -> bytes:
    lines = (f"First{n} Last{n};p{n}@example.org;Company {n % 900};met at a party" for n in range(rows))
    return "\n".join(["Who;Mail;Works at;How", *lines]).encode()


def _x(rows: int) -> bytes:
    chats = [
        {"dmConversation": {"conversationId": f"1-{1000 + c}", "messages": [*_direct_messages(c, rows // 200)]}}
        for c in range(200)
    ]
    account = [{"account": {"accountId": "1", "username": "ada", "accountDisplayName": "Ada Ames"}}]
    follow = [{"following": {"accountId": f"{1000 + c}"}} for c in range(200)]
    return _zipped(
        {
            f"data/{name}.js": f"window.YTD.{name.replace('-', '_')}.part0 = ".encode()
            + json.dumps(content, indent=2).encode()
            for name, content in {"account": account, "direct-messages": chats, "following": follow}.items()
        }
    )


def _direct_messages(chat: int, rows: int) -> Iterator[dict[str, object]]:
    for n in range(rows):
        ids = ("1", f"{1000 + chat}") if n % 3 else (f"{1000 + chat}", "1")
        yield {
            "messageCreate": {
                "recipientId": ids[1],
                "reactions": [],
                "urls": [],
                "text": _WORDS,
                "mediaUrls": [],
                "senderId": ids[0],
                "id": f"{10**18 + n}",
                "createdAt": f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}T09:15:00.120Z",
            }
        }


def _discord(rows: int) -> bytes:
    me = f"{9 * 10**17}"
    friends = [(f"{9 * 10**17 + c}", f"u{c}", f"{11 * 10**17 + c}") for c in range(1, 201)]
    relationships = [
        {"id": id_, "type": 1, "user": {"id": id_, "username": name}} for id_, name, _channel in friends
    ]
    messages = [
        {"ID": 10**18 + n, "Timestamp": "2023-12-11 02:01:09", "Contents": _WORDS, "Attachments": ""}
        for n in range(rows // 200)
    ]
    files: dict[str, object] = {
        "Account/user.json": {"id": me, "username": "ada", "discriminator": "0", "relationships": relationships},
        "Messages/index.json": {channel: f"Direct Message with {name}#0" for _id, name, channel in friends},
    }
    for id_, _name, channel in friends:
        files[f"Messages/c{channel}/channel.json"] = {"id": channel, "type": "DM", "recipients": [me, id_]}
        files[f"Messages/c{channel}/messages.json"] = messages
    return _zipped({path: json.dumps(content).encode() for path, content in files.items()})


def _whatsapp(rows: int) -> bytes:
    """Some twenty messages a day."""
    return "".join(
        f"{n // 20 % 28 + 1:02}/{n // 560 % 12 + 1:02}/20{10 + n // 6720 % 16}, 14:07"
        f" - {'Ana Lee' if n % 3 else 'Ada'}: {_WORDS}\n"
        for n in range(rows)
    ).encode()


def _cards(rows: int) -> bytes:
    return "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:First{n} Last{n}\r\nN:Last{n};First{n};;;\r\nORG:Company {n % 900}\r\n"
        f"item1.EMAIL;type=INTERNET:p{n}@example.org\r\nitem1.X-ABLabel:Work\r\n"
        f"TEL;type=CELL:+1 416-555-{n % 10_000:04}\r\nBDAY:1990-03-{n % 28 + 1:02}\r\n"
        f"NOTE:{_WORDS[:70]}\r\n {_WORDS[:70]}\r\nEND:VCARD\r\n"
        for n in range(rows)
    ).encode()


def _mailbox(rows: int) -> bytes:
    letter = f"{_WORDS}\n" * 20
    return "".join(
        f"From {n}@xxx Mon Mar 04 11:20:34 +0000 2024\n"
        f"X-GM-THRID: {n}\nX-Gmail-Labels: {'Sent' if n % 3 else 'Inbox'}\nMIME-Version: 1.0\n"
        f"Date: Mon, {n % 28 + 1} Mar 2024 11:20:34 +0000\nMessage-ID: <{n}@example.org>\nSubject: Hello\n"
        f"From: {'Ada <ada@example.org>' if n % 3 else f'First{n % 500} <p{n % 500}@example.org>'}\n"
        f"To: {f'First{n % 500} <p{n % 500}@example.org>' if n % 3 else 'Ada <ada@example.org>'}\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{letter}\n"
        for n in range(rows)
    ).encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()
