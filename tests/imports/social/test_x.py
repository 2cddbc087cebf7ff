"""X's archives of all years: messages between two, and who follows whom."""

import json
import time
import tracemalloc
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.imports import Exchange, Haul
from core.facts.people import Handle
from core.imports.joining import join
from core.imports.reading.owners import NAMES_PLEASE
from core.imports.social.x import SOURCE, UNDATED
from tests.imports.linkedin.sent import piece, read, sample

ME, TOM, EVE, ZOE = "1400000000000000001", "222000111", "333000222", "444000333"


def script(name: str, entries: object, part: int = 0) -> str:
    return f"window.YTD.{name}.part{part} = {json.dumps(entries)}"


def account(id_: str = ME) -> str:
    return script("account", [{"account": {"accountId": id_, "email": "nina@example.org"}}])


def direct(sender: str, recipient: str, at: str = "2024-03-05T09:15:00.120Z", **more: object) -> dict[str, object]:
    said = {"senderId": sender, "recipientId": recipient, "createdAt": at, "text": "secret &amp; words", "id": "1"}
    return {"messageCreate": {**said, **more}}


def talks(*messages: dict[str, object]) -> str:
    return script("direct_messages", [{"dmConversation": {"conversationId": "x-y", "messages": messages}}])


def post(id_: str, *mentions: tuple[str, str, str], **more: object) -> dict[str, object]:
    people = [{"id_str": number, "screen_name": handle, "name": name} for number, handle, name in mentions]
    return {"tweet": {"id_str": id_, "full_text": "secret words", "entities": {"user_mentions": people}, **more}}


def follows(key: str, *ids: str) -> str:
    return script(key, [{key: {"accountId": each}} for each in ids])


def archive(*messages: dict[str, object], posts: list[dict[str, object]] | None = None, **more: str) -> Haul:
    files = {"data/account.js": account(), "data/direct-messages.js": talks(*messages), **more}
    if posts is not None:
        files["data/tweets.js"] = script("tweets", posts)
    return read(SOURCE, {name.replace("_", "-"): content for name, content in files.items()})


MARCH = date(2024, 3, 5)


def test_an_archive_of_today():
    haul = read(SOURCE, sample("x", "2026"))
    (tomas,) = haul.found  # who only wrote in a group is nobody
    assert (tomas.name, tomas.sure, tomas.how_met) == ("Tomás Reyes", True, "X")
    assert tomas.origins == ("x:222000111",)
    assert tomas.handles == (Handle(kind="x", value="https://x.com/river_otter"),)
    assert tomas.exchanges == (Exchange(via="X", sent_on=date(2024, 3, 6), received_on=MARCH),)
    assert haul.remarks == haul.skipped == ()


def test_an_archive_of_2019_tells_the_owner_from_whom_they_follow():
    haul = read(SOURCE, sample("x", "old-2019"))
    (tomas,) = haul.found
    assert (tomas.name, tomas.sure) == ("", False)
    assert tomas.exchanges == (Exchange(via="X", received_on=date(2019, 2, 3)),)


def test_an_old_archive_and_a_new_one_meet_by_number():
    found = join((*read(SOURCE, sample("x", "old-2019")).found, *read(SOURCE, sample("x", "2026")).found)).people
    assert [each.name for each in found] == ["Tomás Reyes"]


def test_one_direction_alone_makes_nobody_a_contact():
    haul = archive(direct(ME, TOM), posts=[post("1", (TOM, "tom", "Tom"))])
    assert [(each.name, each.sure, each.exchanges[0].received_on) for each in haul.found] == [("Tom", False, None)]


def test_an_instant_becomes_the_owners_day():
    files = {"a": account(), "d": talks(direct(TOM, ME, "2024-03-05T23:30:00.000Z"))}
    assert read(SOURCE, files, "Asia/Tokyo").found[0].exchanges[0].received_on == date(2024, 3, 6)


def test_a_group_is_no_exchange():
    group = {"messageCreate": {"senderId": TOM, "text": "x", "createdAt": "2024-03-05T09:15:00.120Z"}}
    joined = {"participantsJoin": {"userIds": [TOM], "createdAt": "2024-03-05T09:15:00.120Z"}}
    content = script("direct_messages_group", [{"dmConversation": {"conversationId": "1", "messages": [group]}}])
    assert SOURCE.part(piece("data/direct-messages-group.js", content)) == "aside"
    assert archive(group, joined).found == ()


def test_whom_the_owner_has_blocked_is_left_out():
    blocked = script("block", [{"blocking": {"accountId": TOM}}])
    haul = archive(direct(ME, TOM), direct(TOM, ME), posts=[post("1", (TOM, "tom", "Tom"))], block=blocked)
    assert haul.found == ()


def test_names_are_unescaped_and_the_latest_counts():
    posts = [
        post("20", (TOM, "tom_new", "Tom &amp; Ann\n☕")),
        post("9", (TOM, "tom_old", "Tom")),
        post("30", in_reply_to_user_id_str=TOM, in_reply_to_screen_name="Tom_New"),
    ]
    for order in (posts, posts[::-1]):
        (tom,) = archive(direct(ME, TOM), direct(TOM, ME), posts=order).found
        assert tom.name in ("Tom & Ann ☕", "Tom_New")
        assert tom.handles == (Handle(kind="x", value="https://x.com/Tom_New"),)


def test_who_was_only_answered_is_called_by_their_handle():
    posts = [post("30", in_reply_to_user_id_str=TOM, in_reply_to_screen_name="tom")]
    assert [each.name for each in archive(direct(ME, TOM), direct(TOM, ME), posts=posts).found] == ["tom"]


def test_who_follows_back_is_a_contact_where_their_handle_is_known():
    haul = archive(
        posts=[post("1", (TOM, "tom", "Tom"), (ZOE, "zoe", "Zoë"))],
        follower=follows("follower", TOM, EVE),
        following=follows("following", TOM, EVE, ZOE),
    )
    assert [(each.name, each.sure, each.exchanges) for each in haul.found] == [("Tom", True, ())]
    assert [each.n for each in haul.remarks] == [1]  # Eve is only a number


def test_a_partner_without_a_name_stays_a_number_and_is_counted():
    haul = archive(direct(ME, TOM), direct(TOM, ME))
    assert [(each.name, each.sure, each.origins) for each in haul.found] == [("", False, ("x:222000111",))]
    assert [each.message for each in haul.remarks] == [NAMES_PLEASE]
    haul = archive(direct(ME, TOM), direct(TOM, ME), posts=[post("1", (EVE, "eve", "Eve"))])
    assert [each.n for each in haul.remarks] == [1]


def test_the_owner_is_in_every_exchange():
    alone = read(SOURCE, {"d.js": talks(direct(ME, TOM), direct(TOM, ME), direct(EVE, ME))})
    assert {each.origins[0] for each in alone.found} == {f"x:{TOM}", f"x:{EVE}"}
    unclear = read(SOURCE, {"d.js": talks(direct(ME, TOM), direct(TOM, ME))})
    assert unclear.found == ()
    assert [[side.keys for side in talk.sides] for talk in unclear.undecided] == [[(f"x:{ME}",), (f"x:{TOM}",)]]


def test_the_manifest_says_whose_archive_it_is_and_whether_it_is_whole():
    about = {"userInfo": {"accountId": ME}, "archiveInfo": {"isPartialArchive": True}}
    files = {"manifest.js": f"window.__THAR_CONFIG = {json.dumps(about)}", "d.js": talks(direct(TOM, ME))}
    haul = read(SOURCE, files)
    assert haul.found[0].exchanges == (Exchange(via="X", received_on=MARCH),)
    assert len(haul.remarks) == 1


def test_large_archives_come_in_several_scripts():
    files = {
        "account.js": account(),
        "direct-messages.js": talks(direct(ME, TOM)),
        "direct-messages-part1.js": talks(direct(TOM, ME)).replace("part0", "part1"),
        "tweets-part1.js": script("tweets", [post("1", (TOM, "tom", "Tom"))], 1),
    }
    (tom,) = read(SOURCE, files).found
    assert (tom.name, tom.sure) == ("Tom", True)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("window.YTD.tweet.part0 = [ {} ]", "posts"),
        ("\ufeffwindow.YTD.follower.part0 = [ ]", "followers"),
        ("window.YTD.like.part0 = [ ]", "aside"),
        ("Grailbird.data.tweets_2014_01 = \n [ {} ]", "posts"),
        ("var user_details =  {}", "aside"),
        ("window.YTDx = []", ""),
        ("[]", ""),
        ("", ""),
    ],
)
def test_scripts_are_recognised_by_what_they_assign_to(content, part):
    assert SOURCE.part(piece("data/x.js", content)) == part


def test_archives_before_2018_give_names_only():
    mention = {"id_str": TOM, "screen_name": "tom", "name": "Tom"}
    posts = [{"id_str": "1", "entities": {"user_mentions": [mention]}}]
    oldest = f"Grailbird.data.tweets_2014_01 = \n {json.dumps(posts)}"
    (tom,) = archive(direct(ME, TOM), direct(TOM, ME), **{"2014.js": oldest}).found
    assert tom.name == "Tom"
    alone = read(SOURCE, {"2014.js": oldest})
    assert (alone.found, [each.name for each in alone.waiting]) == ((), ["Tom"])


def test_days_that_nobody_can_read_or_that_have_not_come():
    haul = archive(
        direct(TOM, ME),
        direct(TOM, ME, "soon"),
        direct(TOM, ME, "2031-01-01T00:00:00Z"),
        direct(ME, TOM, "2024-03-05T09:15:00"),
        direct(TOM, ME, None),
    )
    assert haul.found[0].exchanges == (Exchange(via="X", received_on=MARCH),)
    assert [each.why for each in haul.skipped] == [UNDATED]


def test_nothing_that_was_written_leaves_the_reader():
    haul = archive(direct(ME, TOM), direct(TOM, ME), posts=[post("1", (TOM, "tom", "Tom"))])
    assert "secret" not in repr(haul)
    assert "nina@example.org" not in repr(haul)


_KEYS = (
    *("dmConversation", "messages", "messageCreate", "senderId", "recipientId", "createdAt", "tweet", "entities"),
    *("user_mentions", "id_str", "screen_name", "name", "follower", "following", "accountId"),
)
_SIMPLE = st.none() | st.booleans() | st.integers(-(2**62), 2**62) | st.text(max_size=9)
_VALUES = st.recursive(
    _SIMPLE | st.sampled_from([ME, TOM, "2024-03-05T09:15:00Z"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4),
    max_leaves=12,
)


@given(_VALUES, st.sampled_from(["direct_messages", "tweets", "follower", "following", "account", "block"]))
def test_whatever_stands_in_a_script_nothing_breaks(value, name):
    haul = archive(direct(ME, TOM), direct(TOM, ME), **{f"odd_{name}.js": script(name, value)})
    assert all(each.origins for each in haul.found)


@given(st.permutations(range(5)))
def test_the_order_of_files_and_messages_says_nothing(order):
    messages = [direct(TOM, ME, f"202{i}-03-05T09:15:00Z") for i in order]
    files = {"a": account(), "f": follows("follower", TOM), "g": follows("following", TOM), "d": talks(*messages)}
    files["t"] = script("tweets", [post(str(i), (TOM, f"tom{i}", f"Tom {i}")) for i in order])
    shuffled = dict(sorted(files.items(), key=lambda each: order[sorted(files).index(each[0])]))
    (tom,) = read(SOURCE, shuffled).found
    assert (tom.name, tom.exchanges) == ("Tom 4", (Exchange(via="X", received_on=date(2024, 3, 5)),))


def test_messages_stream():
    said = json.dumps(direct(ME, TOM, text="x" * 1_000))
    start = 'window.YTD.direct_messages.part0 = [{"dmConversation": {"messages": ['
    content = (start + ",".join([said] * 10_000) + "]}}]").encode()
    started = time.process_time()
    tracemalloc.start()
    try:
        haul = read(SOURCE, {"account.js": account(), "direct-messages.js": content})
        assert tracemalloc.get_traced_memory()[1] < 3_000_000  # bytes, of 12 million
    finally:
        tracemalloc.stop()
    assert len(haul.found) == 1
    assert time.process_time() - started < 8
