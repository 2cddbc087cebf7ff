"""Facebook's archive of every layout: friends, the phone's address book, conversations, events."""

import json
from datetime import date, time

import pytest

from core.facts.events import Rsvp
from core.facts.imports import Exchange, Haul
from core.facts.people import Handle
from core.imports import recognising
from core.imports.social import facebook, facebook_threads
from tests.imports.linkedin.sent import SAMPLES, TODAY, called, piece, read, reading, sample

Files = dict[str, str | bytes]
DAY = date(2026, 11, 2)
NOON = 1793620800  # of that day, in UTC, in seconds
INBOX = "your_facebook_activity/messages/inbox"


def mangled(text: str) -> str:
    """As Meta writes it: every byte of UTF-8 as a letter."""
    return text.encode().decode("latin-1")


def friends(
    *people: tuple[str, int], path: str = "connections/friends/your_friends.json", key: str = "friends_v2"
) -> Files:
    return {path: json.dumps({key: [{"name": mangled(name), "timestamp": since} for name, since in people]})}


def wrote(sender: str, at: int = NOON, **more: object) -> dict[str, object]:
    return {"sender_name": mangled(sender), "timestamp_ms": at * 1000, "content": "secret", **more}


def thread(*messages: dict[str, object], title: str = "Ana Kovač", path: str = "", **more: object) -> Files:
    content = {
        "participants": [{"name": mangled(title)}, {"name": "Nina Okafor"}],
        "messages": messages,
        "title": mangled(title),
        "thread_path": "inbox/ana_1",
    }
    return {path or f"{INBOX}/ana_1/message_1.json": json.dumps(content | more)}


def encrypted(*messages: tuple[str, int], title: str = "Ana Kovač", write: object = str) -> Files:
    said = [
        {"senderName": name, "text": "secret", "timestamp": at * 1000, "type": "text", "isUnsent": False}
        for name, at in messages
    ]
    content = {"participants": [title, "Nina Okafor"], "threadName": f"{title}_1", "messages": said}
    return {f"{title}_1.json": json.dumps(content)}


def archive(*files: Files, zone: str = "UTC") -> Haul:
    return read(facebook.SOURCE, {path: content for each in files for path, content in each.items()}, zone=zone)


def said(haul: Haul) -> list[tuple[str, date | None, date | None, bool]]:
    """Of everybody written with: name, last sent, last received, and whether they become a contact."""
    return [(each.name, e.sent_on, e.received_on, each.sure) for each in haul.found for e in each.exchanges]


def test_the_archive_of_2025():
    haul = read(facebook.SOURCE, sample("facebook", "2025"))
    assert [(each.name, each.met_on) for each in haul.found if each.met_on] == [
        ("Ana Kovač", date(2017, 7, 14)),
        ("José Ñoño", date(2020, 8, 10)),
    ]
    assert said(haul) == [
        ("Ana Kovač", date(2024, 6, 2), date(2024, 6, 2), True),
        ("José Ñoño", None, date(2024, 6, 2), False),  # a call
    ]
    ana, with_ana = called(haul, "Ana Kovač")
    assert ana.origins[0] == with_ana.origins[0] == "facebook:name:ana kovac"
    (elmar,) = called(haul, "Elmar Müller")
    assert elmar.handles == (Handle(kind="phone", value="+49123456789"),)
    assert not called(haul, "Old Classmate")
    assert not called(haul, "Fictional Neighbour")
    assert [remark.message for remark in haul.remarks] == [facebook.ENCRYPTED]
    assert "See you" not in repr(haul)


def test_events_and_what_the_owner_answered():
    events = read(facebook.SOURCE, sample("facebook", "2025")).events
    assert [(event.title, event.on, event.at, event.place, event.rsvp) for event in events] == [
        ("Bierkönigschießen", date(2019, 9, 21), time(14), "", Rsvp.INVITED),
        ("Fête du quartier", date(2024, 6, 2), time(16), "", Rsvp.GOING),
        ("My Gig", date(2021, 1, 2), time(0), "The Venue", Rsvp.GOING),
    ]
    assert {event.timezone for event in events} == {"Europe/Lisbon"}


def test_messengers_own_archive_has_the_newest():
    haul = read(facebook.SOURCE, sample("facebook", "2025") | sample("facebook", "e2ee"))
    assert said(haul)[0] == ("Ana Kovač", date(2024, 6, 2), date(2026, 1, 2), True)
    assert not haul.remarks


@pytest.mark.parametrize(
    ("folder", "names"),
    [("2018", ["Jürgen Müller"]), ("2020", ["Ana Kovač"]), ("2021", ["José Ñoño", "田中 太郎"])],
)
def test_older_layouts(folder, names):
    haul = read(facebook.SOURCE, sample("facebook", folder))
    assert [each.name for each in haul.found] == names
    assert all(each.met_on and each.sure for each in haul.found)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("friends/friends.json", "friends"),
        ("friends_and_followers/friends.json", "friends_v2"),
        ("your_activity_across_facebook/connections/friends/your_friends.json", "friends_v2"),
        ("facebook-nina.zip/connections/friends/your_friends.json", "friends_v2"),
        ("your_friends (1).json", "friends_v2"),
    ],
)
def test_files_are_known_by_name_and_key_wherever_they_are(path, key):
    assert [each.name for each in archive(friends(("Ana", NOON), path=path, key=key)).found] == ["Ana"]


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("removed_friends.json", "deleted_friends_v2"),
        ("sent_friend_requests.json", "sent_requests_v2"),
        ("received_friend_requests.json", "received_requests_v2"),
        ("rejected_friend_requests.json", "rejected_requests_v2"),
        ("who_you_follow.json", "following_v3"),
        ("your_friends.json", "something_else"),
        ("comments.json", "friends_v2"),
    ],
)
def test_whoever_is_no_friend_is_left_out(path, key):
    assert not archive(friends(("Ana", NOON), path=f"connections/{path}", key=key)).found


def test_what_friends_say_of_themselves():
    content = json.dumps({"friends": [{"name": "Ana", "timestamp": NOON, "contact_info": "ana@example.org"}]})
    (ana,) = archive({"friends/friends.json": content}).found
    assert ana.handles == (Handle(kind="email", value="ana@example.org"),)


def test_a_friend_without_a_name_is_skipped_and_said():
    haul = archive({"your_friends.json": json.dumps({"friends_v2": [{"timestamp": 1}, "x", {"name": "Ana"}]})})
    assert [(each.name, each.met_on) for each in haul.found] == [("Ana", None)]
    assert [skipped.why for skipped in haul.skipped] == [facebook.NAMELESS]


def test_names_that_are_not_mangled_stay_as_they_are():
    content = json.dumps({"friends_v2": [{"name": "José", "timestamp": 1}, {"name": "Ã la carte", "timestamp": 2}]})
    assert [each.name for each in archive({"your_friends.json": content}).found] == ["José", "Ã la carte"]


def test_two_friends_of_one_name_are_two_people():
    haul = archive(friends(("Ana", NOON), ("Ana", NOON - 9)), thread(wrote("Ana"), title="Ana"))
    assert [each.origins for each in haul.found] == [
        (f"facebook:friend:ana|{NOON}",),
        (f"facebook:friend:ana|{NOON - 9}",),
    ]
    assert [skipped.why for skipped in haul.skipped] == [facebook.NAMESAKES]


def test_one_friend_in_two_archives_is_one():
    haul = archive(friends(("Ana", NOON)), friends(("Ana", NOON), path="old/friends.json"))
    assert {each.origins for each in haul.found} == {("facebook:name:ana", f"facebook:friend:ana|{NOON}")}


@pytest.mark.parametrize(
    "content",
    [
        {
            "address_book_v2": {
                "address_book": [{"name": "Raj", "details": [{"contact_point": "+351 912 345 678"}]}]
            }
        },
        {"address_book": {"address_book_v2": [{"name": "Raj", "details": [{"contact_point": "912345678"}]}]}},
        {"address_book_v2": [{"name": "Raj", "details": [{"contact_point": "+351912345678"}, {"x": 1}, None]}]},
    ],
)
def test_address_books(content):
    haul = archive({"your_address_books.json": json.dumps(content)})
    assert [(each.name, each.handles, each.origins, each.sure) for each in haul.found] == [
        ("Raj", (Handle(kind="phone", value="+351912345678"),), (), True)
    ]


def test_contacts_uploaded_from_the_phone():
    content = {
        "contacts_v2": [
            {"name": "Raj", "details": [{"contact_point": "raj@example.org"}]},
            {"name": "x", "details": []},
        ]
    }
    haul = archive({"contacts_uploaded_from_your_phone.json": json.dumps(content)})
    assert [each.handles for each in haul.found] == [(Handle(kind="email", value="raj@example.org"),)]
    assert [skipped.why for skipped in haul.skipped] == [facebook.UNREACHABLE]


def test_a_number_goes_to_the_one_friend_of_that_name():
    book = {"address_book_v2": [{"name": name, "details": [{"contact_point": at}]} for name, at in [
        ("Ana", "ana@example.org"), ("Raj", "r1@example.org"), ("Raj", "r2@example.org"),
    ]]}  # fmt: skip
    haul = archive(friends(("Ana", NOON), ("Raj", NOON)), {"your_address_books.json": json.dumps(book)})
    assert [(each.name, each.origins) for each in haul.found if each.handles] == [
        ("Ana", ("facebook:name:ana",)),
        ("Raj", ()),
        ("Raj", ()),
    ]


def test_files_of_a_conversation_in_any_order():
    haul = archive(
        thread(wrote("Nina Okafor"), path=f"{INBOX}/ana_1/message_10.json"),
        thread(wrote("Ana Kovač", NOON - 86_400), path=f"{INBOX}/ana_1/message_2.json"),
        thread(wrote("Ana Kovač", NOON - 864_000), path=f"part2.zip/{INBOX}/ana_1/message_1.json"),
    )
    assert said(haul) == [("Ana Kovač", DAY, date(2026, 11, 1), True)]


@pytest.mark.parametrize("folder", ["inbox", "archived_threads", "e2ee_cutover"])
def test_conversations_that_count(folder):
    haul = archive(thread(wrote("Ana Kovač"), path=f"messages/{folder}/ana_1/message_1.json"))
    assert said(haul) == [("Ana Kovač", None, DAY, False)]


@pytest.mark.parametrize("folder", ["message_requests", "filtered_threads"])
def test_what_strangers_ask_does_not_count(folder):
    assert not archive(thread(wrote("Ana Kovač"), path=f"messages/{folder}/ana_1/message_1.json")).found
    assert not archive(thread(wrote("Ana Kovač"), path="message_1.json", thread_path=f"{folder}/ana_1")).found


@pytest.mark.parametrize(
    "more", [{"type": "Call", "call_duration": 0, "missed": True}, {"type": "Share"}, {"type": "Generic"}]
)
def test_calls_and_shared_things_count(more):
    assert said(archive(thread(wrote("Ana Kovač", **more)))) == [("Ana Kovač", None, DAY, False)]


@pytest.mark.parametrize(
    "more",
    [
        {"type": "Subscribe"},
        {"type": "Unsubscribe"},
        {"is_unsent": True},
        {"content": "You are now connected on Messenger."},
        {"timestamp_ms": "soon"},
        {"timestamp_ms": 0},
        {"timestamp_ms": 1e300},
        {"timestamp_ms": 10**400},
        {"timestamp_ms": (NOON + 86_400 * 30) * 1000},
    ],
)
def test_what_nobody_has_written_does_not_count(more):
    assert said(archive(thread(wrote("Ana Kovač", **more), wrote("Nina Okafor")))) == [
        ("Ana Kovač", DAY, None, False)
    ]


def test_a_thumb_is_no_answer():
    thumb = [{"reaction": mangled("❤"), "actor": "Nina Okafor"}]
    assert said(archive(thread(wrote("Ana Kovač", reactions=thumb)))) == [("Ana Kovač", None, DAY, False)]


def test_groups_do_not_count():
    people = [{"name": name} for name in ("Ana", "Raj", "Nina Okafor")]
    assert not archive(thread(wrote("Ana"), participants=people, title="Club")).found
    assert not archive(thread(wrote("Nina Okafor"), participants=people[2:], title="Nina Okafor")).found


def test_what_is_for_sale_makes_nobody_a_contact():
    sale = thread(wrote("Ana Kovač"), wrote("Nina Okafor"))
    renamed = {path: json.dumps(json.loads(content) | {"title": "Ana · Sofa"}) for path, content in sale.items()}
    assert not archive(renamed).found


def test_without_a_title_the_other_conversations_tell_who_is_who():
    other = thread(wrote("Raj"), title="Raj", path=f"{INBOX}/raj_2/message_1.json")
    nameless = json.loads(next(iter(thread(wrote("Ana Kovač")).values()))) | {"title": ""}
    haul = archive(other, {f"{INBOX}/ana_1/message_1.json": json.dumps(nameless)})
    assert ("Ana Kovač", None, DAY, False) in said(haul)


def test_two_conversations_with_one_name_are_nobodys():
    haul = archive(thread(wrote("Ana Kovač")), thread(wrote("Ana Kovač"), path=f"{INBOX}/ana_2/message_1.json"))
    assert not haul.found
    assert [skipped.why for skipped in haul.skipped] == [facebook.NAMESAKES]


@pytest.mark.parametrize("name", ["Facebook user", "Utilisateur de Facebook", "Usuario de Facebook"])
def test_deleted_accounts_are_skipped_and_said(name):
    haul = archive(thread(wrote(name), title=name))
    assert not haul.found
    assert [skipped.why for skipped in haul.skipped] == [facebook.NAMELESS]


@pytest.mark.parametrize("name", ["Ana Kovač", mangled("Ana Kovač")])
def test_messengers_archive_is_mangled_or_not(name):
    haul = archive(encrypted((name, NOON), ("Nina Okafor", NOON), title=name))
    assert said(haul) == [("Ana Kovač", DAY, DAY, True)]


def test_both_archives_make_one_exchange():
    haul = archive(thread(wrote("Nina Okafor", NOON - 86_400)), encrypted(("Ana Kovač", NOON)))
    assert said(haul) == [("Ana Kovač", date(2026, 11, 1), DAY, True)]


def test_whose_newest_message_is_old_is_told_of_the_other_archive():
    old = thread(wrote("Ana Kovač", NOON - 86_400 * 120))
    assert [remark.message for remark in archive(old).remarks] == [facebook.ENCRYPTED]
    assert not archive(thread(wrote("Ana Kovač"))).remarks
    assert not archive(friends(("Ana", NOON))).remarks


def test_large_conversations_are_read_as_a_stream(monkeypatch):
    files = [thread(wrote("Ana Kovač"), wrote("Nina Okafor")), encrypted(("Raj", NOON), title="Raj")]
    at_once = archive(*files)
    monkeypatch.setattr(facebook_threads, "_IN_MEMORY", 0)
    assert archive(*files) == at_once
    assert len(at_once.found) == 2


@pytest.mark.parametrize(
    ("key", "reply"),
    [("events_joined", Rsvp.GOING), ("events_interested", Rsvp.MAYBE), ("events_declined", Rsvp.NO)],
)
def test_replies(key, reply):
    event = {"name": mangled("Fête"), "start_timestamp": NOON, "end_timestamp": NOON + 86_400}
    for version in ("_v2", ""):
        content = {f"event_responses{version}": {key: [event, {"name": "x"}, {"start_timestamp": 5}]}}
        (found,) = archive({"your_event_responses.json": json.dumps(content)}).events
        assert (found.title, found.on, found.at, found.rsvp) == ("Fête", DAY, time(12), reply)
        assert (found.until_on, found.until_at) == (date(2026, 11, 3), time(12))


def test_an_answer_counts_more_than_the_invitation():
    event = {"name": "Gig", "start_timestamp": NOON, "end_timestamp": 0}
    invited = {"event_invitations.json": json.dumps({"events_invited_v2": [event]})}
    answered = {"your_event_responses.json": json.dumps({"event_responses_v2": {"events_declined": [event]}})}
    assert [(each.rsvp, each.until_on) for each in archive(answered, invited).events] == [(Rsvp.NO, None)]


@pytest.mark.parametrize(
    "path", ["friends/friends.html", "connections/friends/your_friends.html", f"{INBOX}/ana_1/message_1.html"]
)
def test_web_pages_are_told_from_data(path):
    haul = archive({path: "<html><head><title>Your friends</title></head></html>"})
    assert [remark.message for remark in haul.remarks] == [facebook.WEB_PAGES]


@pytest.mark.parametrize(
    "path",
    [
        "your_instagram_activity/messages/inbox/ana_1/message_1.json",
        "instagram-nina.zip/messages/inbox/a/message_1.json",
    ],
)
def test_instagrams_conversations_are_not_facebooks(path):
    ((_path, content),) = thread(wrote("Ana")).items()
    assert not facebook.SOURCE.part(piece(path, content))


@pytest.mark.parametrize(
    "content", ["{", '{"friends_v2": [{"name": "An', '{"friends_v2": {}}', '{"friends_v2": [1, null]}']
)
def test_a_damaged_file_costs_itself(content):
    haul = archive({"your_friends.json": content}, thread(wrote("Ana Kovač"), wrote("Nina Okafor")))
    assert said(haul) == [("Ana Kovač", DAY, DAY, True)]
    assert [each.name for each in haul.found] == ["Ana Kovač"]


@pytest.mark.parametrize(
    "odd",
    [
        {"participants": None},
        {"participants": [1, {"name": None}]},
        {"messages": None},
        {"messages": [None, 1, {}, {"sender_name": 5, "timestamp_ms": NOON * 1000}]},
        {"title": 5, "thread_path": 5},
    ],
)
def test_odd_conversations_cost_themselves(odd):
    other = thread(wrote("Raj"), title="Raj", path=f"{INBOX}/raj_2/message_1.json")
    content = next(iter(thread(wrote("Ana Kovač")).values()))
    haul = archive({f"{INBOX}/ana_1/message_1.json": json.dumps(json.loads(content) | odd)}, other)
    assert ("Raj", None, DAY, False) in said(haul)


def test_what_is_private_stays_out():
    haul = repr(archive(friends(("Ana", NOON)), thread(wrote("Ana Kovač")), encrypted(("Ana Kovač", NOON))))
    assert "secret" not in haul


def test_days_are_where_the_owner_is():
    late = thread(wrote("Ana Kovač", NOON + 12 * 3600 - 1))
    assert said(archive(late))[0][2] == DAY
    assert said(archive(late, zone="Asia/Tokyo"))[0][2] == date(2026, 11, 3)
    assert said(archive(late))[0][2] < TODAY
    assert Exchange(via="Facebook", received_on=DAY) in archive(late).found[0].exchanges


def test_a_whole_archive_as_it_is_sent():
    path = SAMPLES / "facebook" / "facebook-ninaok-2026-10-04-Ab12Cd.zip"
    haul = recognising.read(path, path.name, reading())
    assert haul.files == ("Facebook: your_friends.json, your_address_books.json, message_1.json",)
    assert [each.name for each in haul.found if each.met_on] == ["Ana Kovač", "José Ñoño"]
