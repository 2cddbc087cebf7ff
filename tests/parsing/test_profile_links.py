"""Links to people's profiles, however they were copied: one form for each, a name, and a place to go."""

import pytest

from core.chat.parsing.people.handles import find_handles, kind_title, open_url, read_handle

LINKEDIN = "https://www.linkedin.com/in/jane-doe"
X, FACEBOOK = "https://x.com/jane", "https://www.facebook.com/jane.doe"
GOOGLE_PLUS = "https://plus.google.com/104000000000000000001"
PINTEREST, ABOUT_ME = "https://www.pinterest.com/jane", "https://about.me/jane"
MEMBER = "ACoAABcdEFghIJklMNopQRstUVwxYZ0123456789-_a"

PASTED = [
    # as pasted, kind, value
    ("https://www.linkedin.com/in/jane-doe/", "linkedin", LINKEDIN),
    ("linkedin.com/in/Jane-Doe", "linkedin", LINKEDIN),
    ("ca.linkedin.com/in/jane-doe?trk=people", "linkedin", LINKEDIN),
    ("https://www.linkedin.com/in/jane-doe/overlay/contact-info/", "linkedin", LINKEDIN),
    ("https://www.linkedin.com/mwlite/profile/in/jane-doe", "linkedin", LINKEDIN),
    (f"https://www.linkedin.com/in/{MEMBER}", "linkedin", f"https://www.linkedin.com/in/{MEMBER}"),
    (
        "http://www.linkedin.com/profile/view?id=12345&trk=x",
        "linkedin",
        "https://www.linkedin.com/profile/view?id=12345",
    ),
    ("https://x.com/jane?s=21&t=abc", "x", X),
    ("https://mobile.twitter.com/jane", "x", X),
    ("http://twitter.com/#!/jane", "x", X),
    ("https://x.com/@jane", "x", X),
    ("https://x.com/jane/with_replies", "x", X),
    ("https://twitter.com/jane/status/123/photo/1?s=20", "x", X),
    ("https://twitter.com/intent/user?user_id=222000111", "x", "https://x.com/i/user/222000111"),
    ("https://x.com/i/user/222000111", "x", "https://x.com/i/user/222000111"),
    ("https://m.facebook.com/jane.doe?mibextid=abc", "facebook", FACEBOOK),
    ("http://www.facebook.com/#!/jane.doe", "facebook", FACEBOOK),
    ("https://www.facebook.com/jane.doe/about_overview", "facebook", FACEBOOK),
    ("https://www.facebook.com/jane.doe/photos", "facebook", FACEBOOK),
    ("m.me/jane.doe", "facebook", FACEBOOK),
    ("https://www.messenger.com/t/jane.doe", "facebook", FACEBOOK),
    (
        "https://www.facebook.com/people/Jane-Doe/pfbid02Abc/",
        "facebook",
        "https://www.facebook.com/people/Jane-Doe/pfbid02Abc",
    ),
    ("plus.google.com/104000000000000000001", "googleplus", GOOGLE_PLUS),
    ("https://plus.google.com/u/0/104000000000000000001/posts", "googleplus", GOOGLE_PLUS),
    ("http://profiles.google.com/104000000000000000001", "googleplus", GOOGLE_PLUS),
    ("https://www.pinterest.de/jane/_saved/", "pinterest", PINTEREST),
    ("https://br.pinterest.com/jane/", "pinterest", PINTEREST),
    ("pinterest.com.mx/jane", "pinterest", PINTEREST),
    ("http://www.about.me/jane", "aboutme", ABOUT_ME),
    ("about.me/jane", "aboutme", ABOUT_ME),
]
NAMES = {
    "linkedin": "LinkedIn",
    "x": "X",
    "facebook": "Facebook",
    "googleplus": "Google+",
    "pinterest": "Pinterest",
    "aboutme": "about.me",
}


@pytest.mark.parametrize(("pasted", "kind", "value"), PASTED)
def test_a_pasted_link_is_somebodys_profile(pasted, kind, value):
    handle = read_handle(pasted)
    assert (handle.kind, handle.value) == (kind, value)
    assert read_handle(value) == handle
    assert kind_title(kind) == NAMES[kind]
    url = open_url(handle)
    assert url is not None
    assert url.endswith(value)


@pytest.mark.parametrize(("pasted", "kind", "value"), PASTED)
def test_it_is_found_in_the_middle_of_a_sentence(pasted, kind, value):
    text = f"Jane Doe, met at PyCon ({pasted}), and on Friday again"
    ((handle, start, end),) = find_handles(text)
    assert (handle.kind, handle.value) == (kind, value)
    assert text[start:end] == pasted


@pytest.mark.parametrize("typed", ["google+ JaneDoe", "g+: +JaneDoe", "googleplus @JaneDoe"])
def test_a_name_at_google_plus_began_with_a_plus(typed):
    assert read_handle(typed).value == "https://plus.google.com/+JaneDoe"


@pytest.mark.parametrize(
    "pasted",
    [
        *("https://x.com/i/status/1", "https://x.com/notifications", "https://www.facebook.com/groups/jane"),
        *(
            "https://www.facebook.com/reel/123",
            "https://www.pinterest.com/pin/123",
            "https://pinterest.com/jane/board",
        ),
        *(
            "https://www.linkedin.com/company/acme",
            "https://plus.google.com/collection/abc",
            "https://about.me/login",
        ),
    ],
)
def test_what_is_nobodys_profile_is_a_website(pasted):
    handle = read_handle(pasted)
    assert handle.kind == "website"
    assert open_url(handle) == handle.value
