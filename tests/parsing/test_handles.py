"""Ways to reach somebody: every way of writing one leads to one form, and only to places that may be opened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.errors import Refusal
from core.chat.parsing.people.handles import (
    KINDS,
    MAX_LENGTH,
    find_handles,
    kind_title,
    open_url,
    read_handle,
    read_handles,
)
from core.chat.parsing.people.links import read_link
from core.chat.words import plain
from core.facts.people import Handle

GOOGLE_PLUS = "https://web.archive.org/web/2019/https://plus.google.com/+JaneDoe"
READ = [
    # as typed, kind, value, where a tap leads
    ("jane@IBM.com", "email", "jane@ibm.com", "mailto:jane@ibm.com"),
    ("mailto:jane@ibm.com?subject=hi", "email", "jane@ibm.com", "mailto:jane@ibm.com"),
    ("<jane@ibm.com>", "email", "jane@ibm.com", "mailto:jane@ibm.com"),
    ("e-mail: O'Brien+x@Example.ORG", "email", "O'Brien+x@example.org", "mailto:O%27Brien%2Bx@example.org"),
    ("+1 416 555 0199", "phone", "+14165550199", "tel:+14165550199"),
    ("+1 (416) 555-0199", "phone", "+14165550199", "tel:+14165550199"),
    ("phone 416 555 0199", "phone", "4165550199", "tel:4165550199"),
    ("416.555.0199", "phone", "4165550199", "tel:4165550199"),
    ("tel:+4930123456", "phone", "+4930123456", "tel:+4930123456"),
    ("0049 (0)30 1234-567 ext. 8", "phone", "+49301234567;ext=8", "tel:+49301234567;ext=8"),
    ("mobile 110", "phone", "110", "tel:110"),
    ("https://www.linkedin.com/in/janedoe/", "linkedin", "https://www.linkedin.com/in/janedoe", True),
    ("http://de.linkedin.com/in/JaneDoe?trk=x", "linkedin", "https://www.linkedin.com/in/janedoe", True),
    ("linkedin.com/in/zoë-brandt/en", "linkedin", "https://www.linkedin.com/in/zo%C3%AB-brandt", True),
    (
        "https://www.linkedin.com/in/zo%c3%ab-brandt",
        "linkedin",
        "https://www.linkedin.com/in/zo%C3%AB-brandt",
        True,
    ),
    ("https://linkedin.com/mwlite/in/jane", "linkedin", "https://www.linkedin.com/in/jane", True),
    ("linkedin.com/pub/jane-doe/12/345", "linkedin", "https://www.linkedin.com/pub/jane-doe/12/345", True),
    ("linkedin janedoe", "linkedin", "https://www.linkedin.com/in/janedoe", True),
    ("LinkedIn: in/janedoe", "linkedin", "https://www.linkedin.com/in/janedoe", True),
    ("https://www.linkedin.com/company/ibm", "website", "https://www.linkedin.com/company/ibm", True),
    ("https://twitter.com/Jane_D?ref_src=x", "x", "https://x.com/Jane_D", True),
    ("x @jane", "x", "https://x.com/jane", True),
    ("twitter jane", "x", "https://x.com/jane", True),
    ("https://x.com/jane/status/1", "x", "https://x.com/jane", True),
    ("https://x.com/home", "website", "https://x.com/home", True),
    ("m.facebook.com/jane.doe", "facebook", "https://www.facebook.com/jane.doe", True),
    ("fb jane.doe", "facebook", "https://www.facebook.com/jane.doe", True),
    (
        "https://fr-fr.facebook.com/profile.php?id=12&x=1",
        "facebook",
        "https://www.facebook.com/profile.php?id=12",
        True,
    ),
    ("https://www.facebook.com/people/Jane/10/", "facebook", "https://www.facebook.com/people/Jane/10", True),
    ("instagram @jane.doe", "instagram", "https://www.instagram.com/jane.doe", True),
    ("https://instagram.com/jane/?igsh=a", "instagram", "https://www.instagram.com/jane", True),
    ("https://www.pinterest.co.uk/jane/", "pinterest", "https://www.pinterest.com/jane", True),
    ("about.me/jane.doe", "aboutme", "https://about.me/jane.doe", True),
    ("about.me jane", "aboutme", "https://about.me/jane", True),
    ("github janedoe", "github", "https://github.com/janedoe", True),
    ("https://github.com/jane/repo", "website", "https://github.com/jane/repo", True),
    ("telegram @jane", "telegram", "@jane", "https://t.me/jane"),
    ("tg: janedoe", "telegram", "@janedoe", "https://t.me/janedoe"),
    ("https://t.me/janedoe", "telegram", "@janedoe", "https://t.me/janedoe"),
    ("t.me/+14165550199", "telegram", "+14165550199", "https://t.me/+14165550199"),
    ("https://t.me/joinchat/abc", "website", "https://t.me/joinchat/abc", True),
    ("discord jane#1234", "discord", "jane#1234", None),
    ("discord @jane.doe", "discord", "jane.doe", None),
    ("discord.com/users/123456789012345678", "discord", "https://discord.com/users/123456789012345678", True),
    ("google+ +JaneDoe", "googleplus", "https://plus.google.com/+JaneDoe", GOOGLE_PLUS),
    ("https://plus.google.com/u/0/+JaneDoe/posts", "googleplus", "https://plus.google.com/+JaneDoe", GOOGLE_PLUS),
    ("whatsapp +49 170 1234567", "whatsapp", "+491701234567", "https://wa.me/491701234567"),
    ("https://api.whatsapp.com/send?phone=491701234567", "whatsapp", "+491701234567", "https://wa.me/491701234567"),
    ("@jane@Mastodon.social", "mastodon", "@jane@mastodon.social", "https://mastodon.social/@jane"),
    (
        "mastodon https://mastodon.social/@jane",
        "mastodon",
        "@jane@mastodon.social",
        "https://mastodon.social/@jane",
    ),
    ("example.org", "website", "https://example.org", True),
    ("website HTTP://Example.ORG:80/", "website", "http://example.org", True),
    ("https://example.org/a%2f%41?utm_source=x&b=ü#c", "website", "https://example.org/a%2FA?b=%C3%BC#c", True),
    ("https://münchen.de/straße", "website", "https://münchen.de/stra%C3%9Fe", True),
    ("https://example.org/a<b>c", "website", "https://example.org/a%3Cb%3Ec", True),
    ("https://example.org/<b>", "website", "https://example.org/%3Cb%3E", True),
    ("<https://example.org/b>", "website", "https://example.org/b", True),
    ("link https://linkedin.com/in/jane", "linkedin", "https://www.linkedin.com/in/jane", True),
]


@pytest.mark.parametrize(("typed", "kind", "value", "url"), READ)
def test_a_handle_is_read_into_one_form_that_is_read_as_itself(typed, kind, value, url):
    handle = read_handle(typed)
    assert handle == Handle(kind=kind, value=value)
    assert read_handle(f"{kind} {value}") == handle
    assert open_url(handle) == (value if url is True else url)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("", "jane@example.org"),
        ("jane", "jane@example.org"),
        ("@jane", "telegram @jane"),
        ("javascript:alert(1)", "jane@example.org"),
        ("2026-03-14", "jane@example.org"),
        ("website javascript:alert(1)", "https://example.org"),
        ("website jane", "https://example.org"),
        ("ftp://example.org", "https://example.org"),
        ("https://google.com@evil.com", "https://example.org"),
        ("http://localhost/", "https://example.org"),
        ("http://[::1", "https://example.org"),
        ("email nope", "jane@example.org"),
        ("phone abc", "+1 416 555 0199"),
        ("phone 12", "+1 416 555 0199"),
        ("linkedin", "LinkedIn"),
        ("linkedin Jane Doe", "LinkedIn"),
        ("linkedin https://example.com/x", "LinkedIn"),
        ("github https://x.com/jane", "GitHub"),
        ("https://x.com/jane https://github.com/jane", "https://example.org"),
        ("linkedin https://linkedin.com/in/jane https://github.com/jane", "LinkedIn"),
        ("https://example.org/" + "x" * 300, "300"),
        ("linkedin " + "ü" * 100, "300"),
    ],
)
def test_what_is_no_handle_is_refused_with_what_would_be(typed, hint):
    with pytest.raises(Refusal) as refused:
        read_handle(typed)
    assert hint in plain(refused.value.text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jane Doe jane@ibm.com @ IBM", [("email", "jane@ibm.com", "jane@ibm.com")]),
        ("call +1 416 555 0199, coffee", [("phone", "+14165550199", "call +1 416 555 0199")]),
        ("+1 416 555 0199 14 March", [("phone", "+14165550199", "+1 416 555 0199")]),
        ("phone: 416 555 0199 #x", [("phone", "4165550199", "phone: 416 555 0199")]),
        (
            "see https://example.org/a(b), and (https://x.com/jane).",
            [
                ("website", "https://example.org/a(b)", "https://example.org/a(b)"),
                ("x", "https://x.com/jane", "https://x.com/jane"),
            ],
        ),
        (
            "Jane linkedin linkedin.com/in/jane.",
            [("linkedin", "https://www.linkedin.com/in/jane", "linkedin linkedin.com/in/jane")],
        ),
        (
            "<https://example.org> and <j@x.org>",
            [
                ("website", "https://example.org", "<https://example.org>"),
                ("email", "j@x.org", "<j@x.org>"),
            ],
        ),
        (
            "https://example.org/<b> lunch",
            [("website", "https://example.org/%3Cb%3E", "https://example.org/<b>")],
        ),
        ("Jane telegram @jane", [("telegram", "@jane", "telegram @jane")]),
        ("www.example.org/x", [("website", "https://www.example.org/x", "www.example.org/x")]),
        ("Jane Link jane@ibm.com", [("email", "jane@ibm.com", "jane@ibm.com")]),
        ("Jane @ Mail jane@ibm.com", [("email", "jane@ibm.com", "jane@ibm.com")]),
        ("Jane, mail jane@ibm.com", [("email", "jane@ibm.com", "mail jane@ibm.com")]),
        ("Jane Email jane@ibm.com", [("email", "jane@ibm.com", "Email jane@ibm.com")]),
        ("Malcolm X @google", []),
        ("@IBM", []),
        ("@jane@mastodon.social", []),
        ("jane@ibm", []),
        ("version 1.2, 416 555 0199, 2026-03-14, 10/10", []),
        ("javascript:alert(1) https://google.com@evil.com", []),
        ("a.b and so on", []),
        ("", []),
    ],
)
def test_clear_handles_are_found_in_a_line(text, found):
    assert [(h.kind, h.value, text[start:end]) for h, start, end in find_handles(text)] == found


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("https://x.com/jane https://github.com/jane", ["x", "github"]),
        ("https://x.com/jane, https://github.com/jane", ["x", "github"]),
        ("jane@ibm.com and +1 416 555 0199", ["email", "phone"]),
        ("linkedin jane, github jane", ["linkedin", "github"]),
        ("linkedin jane\ntelegram @jane", ["linkedin", "telegram"]),
        ("x.com/jane x.com/jane", ["x"]),
        ("linkedin janedoe", ["linkedin"]),
        ("https://example.org/a,b", ["website"]),
    ],
)
def test_several_handles_at_once(text, kinds):
    assert [handle.kind for handle in read_handles(text)] == kinds


@pytest.mark.parametrize(
    "text", ["", "jane", "https://x.com/jane foo", "https://x.com/jane, foo", "linkedin jane, foo"]
)
def test_handles_of_which_a_part_is_none_are_refused(text):
    with pytest.raises(Refusal):
        read_handles(text)


def test_an_address_longer_than_any_is_refused_in_a_line_too():
    with pytest.raises(Refusal):
        find_handles(f"Jane https://example.org/{'x' * MAX_LENGTH}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "value", ["javascript:alert(1)", "", "x y", "\u202e", "data:text/html,x", "//evil.com", "a" * 400]
)
def test_whatever_a_card_holds_a_tap_leads_only_where_it_may(kind, value):
    url = open_url(Handle(kind=kind, value=value))
    assert url is None or url.startswith(("https://", "http://", "mailto:", "tel:"))


def test_kinds_have_titles():
    assert kind_title("linkedin") == "LinkedIn"
    assert all(kind_title(kind) for kind in KINDS)
    assert kind_title("skype") == "skype"


@given(
    st.text(), st.sampled_from(["", "website ", "linkedin ", "x ", "phone ", "telegram ", "mastodon ", "discord "])
)
def test_what_is_read_once_is_read_again_the_same(text, label):
    try:
        handle = read_handle(label + text)
    except Refusal:
        return
    assert read_handle(f"{handle.kind} {handle.value}") == handle
    assert len(handle.value) <= MAX_LENGTH


@given(
    st.sampled_from(["linkedin.com/in/", "x.com/", "example.org/", "facebook.com/", "t.me/", "github.com/"]),
    st.text(max_size=40),
)
def test_a_link_is_normal_already(host, path):
    link = read_link(f"https://{host}{path}")
    if link and link.value.startswith("http"):
        assert read_link(link.value) == link


@given(st.text(alphabet="ab@.+-1 4567890/:https\x00<>#()", max_size=60))
def test_found_handles_stand_where_they_are_said_to(text):
    end_before = 0
    try:
        found = find_handles(text)
    except Refusal:
        return
    for _handle, start, end in found:
        assert end_before <= start < end <= len(text)
        end_before = end
