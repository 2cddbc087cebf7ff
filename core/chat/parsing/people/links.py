"""Web addresses, and whose profile they are: one form for each, so that the same address is always the same."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from core.facts.people import Handle

_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+")
_HOME = re.compile(r"(?:www|m|mobile|touch|web|[a-z]{2}(?:-[a-z]{2})?)\.(?=[\w-]+\.)")  # "www.", "de.", "fr-fr."
_TRACKING = re.compile(
    r"utm_.*|fbclid|[gd]clid|msclkid|yclid|twclid|ttclid|igsh(?:id)?|mc_[ce]id|_hs(?:enc|mi)|ref_(?:src|url)|trk|lipi",
    re.IGNORECASE,
)
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})|([^A-Za-z0-9._~!$&'()*+,;=:@/?-])")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_HASHBANG = re.compile(r"(?<=\.com/)#!/", re.IGNORECASE)  # twitter.com/#!/jane, until 2012
MEMBER_ID = re.compile(r"AC[a-z]AA[\w-]{20,}")  # LinkedIn's own number of somebody, in letters of either case


@dataclass(frozen=True, slots=True)
class _Profiles:
    """Where profiles of one kind are found: path patterns, and the form that each is written in."""

    kind: str
    host: re.Pattern[str]
    paths: tuple[tuple[re.Pattern[str], str], ...]


def read_link(url: str) -> Handle | None:
    """A web address as a handle, of the kind of the profile that it shows, else a website.

    None for what is no http or https address of a public host; an address with a user name before the host is
    none either, since it shows one host and leads to another. Reading the result again gives the same.

    >>> read_link("http://de.linkedin.com/in/Zo%c3%ab/?trk=x")
    Handle(kind='linkedin', value='https://www.linkedin.com/in/zo%C3%AB')
    """
    url = _HASHBANG.sub("", unicodedata.normalize("NFC", url))
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host, port = (parts.hostname or "").removesuffix("."), parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    path = _percent(parts.path).rstrip("/")
    query = "&".join(
        _percent(pair)
        for pair in parts.query.split("&")
        if pair and not _TRACKING.fullmatch(pair.partition("=")[0])
    )
    if port in (None, 80, 443) and (profile := _profile(host, f"{path}?{query}" if query else path)):
        return profile
    address = f"{parts.scheme}://{host}"
    if port not in (None, 443 if parts.scheme == "https" else 80):
        address += f":{port}"
    address += _percent(parts.path) if path else ""
    fragment = _percent(parts.fragment)
    return Handle(
        kind="website", value=address + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
    )


def profile_address(kind: str, name: str) -> str | None:
    """The address of somebody's profile by their name there; None when there can be no such name.

    >>> profile_address("github", "@janedoe")
    'https://github.com/janedoe'
    """
    where = _BY_NAME.get(kind)
    if where is None:
        return None
    name = name.removeprefix("@")
    if kind == "googleplus" and not name.startswith("+") and not name.isdecimal():
        name = f"+{name}"  # as all names there began
    found = read_link(where + _percent(name))
    return found.value if found and found.kind == kind else None


def _profile(host: str, path: str) -> Handle | None:
    bare = host
    while match := _HOME.match(bare):
        bare = bare[match.end() :]
    for profiles in _PROFILES:
        if not profiles.host.fullmatch(bare):
            continue
        for pattern, written in profiles.paths:
            if found := pattern.fullmatch(path):
                name = _lower(found[1]) if profiles.kind == "linkedin" else found[1]
                return Handle(kind=profiles.kind, value=written.format(name))
    return None


def _percent(text: str) -> str:
    """Percent-encoding in its one normal form: as little as possible, in upper case."""

    def normal(match: re.Match[str]) -> str:
        if match[1] is None:
            return quote(match[2], safe="", errors="replace")
        character = chr(int(match[1], 16))
        return character if _UNRESERVED.fullmatch(character) else f"%{match[1].upper()}"

    return _ENCODED.sub(normal, text)


def _lower(slug: str) -> str:
    """LinkedIn's own addresses are in lower case, and lead there in any; but for numbers written in letters."""
    if MEMBER_ID.fullmatch(slug):
        return slug
    return re.sub(r"%[0-9A-F]{2}|[A-Z]", lambda m: m[0] if m[0][0] == "%" else m[0].lower(), slug)


def _profiles(kind: str, host: str, *paths: tuple[str, str]) -> _Profiles:
    return _Profiles(
        kind,
        re.compile(host, re.IGNORECASE),
        tuple((re.compile(path, re.IGNORECASE), written) for path, written in paths),
    )


def _not(*words: str) -> str:
    return rf"(?!(?:{'|'.join(words)})(?:$|[/?]))"


_PROFILES = (
    _profiles(
        "linkedin",
        r"linkedin\.com",
        (r"/(?:mwlite/|comm/)?(?:profile/)?in/([^/?]+)(?:[/?].*)?", "https://www.linkedin.com/in/{}"),
        (r"/profile/view\?(?:.*&)?id=(\d+)(?:&.*)?", "https://www.linkedin.com/profile/view?id={}"),
        (r"/pub/([^/?]+(?:/[^/?]+)*)(?:\?.*)?", "https://www.linkedin.com/pub/{}"),
    ),
    _profiles(
        "x",
        r"(?:x|twitter)\.com",
        (
            rf"/{_not('home', 'i', 'intent', 'search', 'explore', 'hashtag', 'share', 'login', 'settings')}"
            rf"{_not('messages', 'notifications', 'compose', 'signup', 'tos', 'privacy')}"
            r"@?(\w{1,20})"
            r"(?:/(?:with_replies|media|likes|highlights|articles|followers|following|status(?:es)?/\d+.*))?(?:\?.*)?",
            "https://x.com/{}",
        ),
        (r"/i/user/(\d{1,20})(?:\?.*)?", "https://x.com/i/user/{}"),
        (r"/intent/(?:user|follow)\?(?:.*&)?user_id=(\d{1,20})(?:&.*)?", "https://x.com/i/user/{}"),
        (r"/intent/(?:user|follow)\?(?:.*&)?screen_name=(\w{1,20})(?:&.*)?", "https://x.com/{}"),
    ),
    _profiles(
        "facebook",
        r"(?:facebook|fb)\.com",
        (r"/profile\.php\?(?:.*&)?id=(\d+)(?:&.*)?", "https://www.facebook.com/profile.php?id={}"),
        (r"/(people/[^/?]+/(?:\d+|pfbid\w+))(?:\?.*)?", "https://www.facebook.com/{}"),
        (
            rf"/{_not('groups', 'events', 'pages', 'watch', 'marketplace', 'login', 'share', 'photo', 'help')}"
            rf"{_not('reel', 'stories', 'hashtag', 'messages', 'sharer', 'dialog', 'search', 'settings', 'media')}"
            r"([\w.]{2,60})(?<!\.php)(?:/(?:about|friends|photos|videos|posts|reels|followers|mentions)\w*)?(?:\?.*)?",
            "https://www.facebook.com/{}",
        ),
    ),
    _profiles("facebook", r"m\.me", (r"/([\w.]{2,60})(?:\?.*)?", "https://www.facebook.com/{}")),
    _profiles("facebook", r"messenger\.com", (r"/t/([\w.]{2,60})(?:\?.*)?", "https://www.facebook.com/{}")),
    _profiles(
        "instagram",
        r"instagram\.com",
        (
            rf"/{_not('p', 'reels?', 'explore', 'stories', 'tv', 'accounts', 'direct')}([\w.]{{1,40}})(?:\?.*)?",
            "https://www.instagram.com/{}",
        ),
    ),
    _profiles(
        "pinterest",
        r"pinterest\.(?:[a-z]{2,3}|com?\.[a-z]{2})",
        (
            rf"/{_not('pin', 'search', 'ideas', 'explore', 'today', 'settings', 'business', 'login')}"
            r"(\w{2,40})(?:/(?:_saved|_created|_pins|pins|boards|followers|following))?(?:\?.*)?",
            "https://www.pinterest.com/{}",
        ),
    ),
    _profiles(
        "aboutme",
        r"about\.me",
        (rf"/{_not('login', 'signup', 'features', 'terms')}([\w.-]{{2,60}})(?:\?.*)?", "https://about.me/{}"),
    ),
    _profiles(
        "github",
        r"github\.com",
        (
            rf"/{_not('features', 'topics', 'about', 'pricing', 'login', 'search', 'marketplace', 'explore')}"
            r"([A-Za-z0-9-]{1,40})(?:\?.*)?",
            "https://github.com/{}",
        ),
    ),
    _profiles(
        "telegram",
        r"(?:t|telegram)\.me",
        (rf"/{_not('joinchat', 'share', 'addstickers', 'proxy', 'login')}(?:s/)?([a-z]\w{{2,31}})(?:\?.*)?", "@{}"),
        (r"/(\+\d{7,15})(?:\?.*)?", "{}"),
    ),
    _profiles("discord", r"discord(?:app)?\.com", (r"/users/(\d{15,21})(?:\?.*)?", "https://discord.com/users/{}")),
    _profiles(
        "googleplus",
        r"(?:plus|profiles)\.google\.com",
        (r"/(?:u/\d+/)?(\+[^/?]+|\d{15,25})(?:[/?].*)?", "https://plus.google.com/{}"),
    ),
    _profiles(
        "whatsapp",
        r"(?:wa\.me|(?:api\.|web\.)?whatsapp\.com)",
        (r"/\+?(\d{6,15})(?:\?.*)?", "+{}"),
        (r"/send/?\?(?:.*&)?phone=(?:\+|%2B)?(\d{6,15})(?:&.*)?", "+{}"),
    ),
)
_BY_NAME = {
    "linkedin": "https://www.linkedin.com/in/",
    "x": "https://x.com/",
    "facebook": "https://www.facebook.com/",
    "instagram": "https://www.instagram.com/",
    "pinterest": "https://www.pinterest.com/",
    "aboutme": "https://about.me/",
    "github": "https://github.com/",
    "googleplus": "https://plus.google.com/",
}
PROFILE_HOSTS = (
    r"(?:linkedin|x|twitter|facebook|fb|messenger|instagram|github|discord|plus\.google|profiles\.google)\.com"
    r"|(?:t|about|wa|m)\.me|pinterest\.[a-z.]{2,6}"
)
