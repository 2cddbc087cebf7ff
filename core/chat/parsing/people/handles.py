"""Ways to reach somebody: e-mail, phone, profiles and websites, as people write them, in one form each."""

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

from core.chat.errors import Refusal
from core.chat.parsing.line import Line, clean
from core.chat.parsing.people.links import PROFILE_HOSTS, profile_address, read_link
from core.chat.reply import Said, say
from core.chat.words import _
from core.facts.people import Handle

MAX_LENGTH = 300  # characters of a value

_TITLES = {
    "email": _("E-mail"),
    "phone": _("Phone"),
    "linkedin": "LinkedIn",
    "x": "X",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "pinterest": "Pinterest",
    "aboutme": "about.me",
    "github": "GitHub",
    "website": _("Website"),
    "telegram": "Telegram",
    "discord": "Discord",
    "googleplus": "Google+",
    "whatsapp": "WhatsApp",
    "mastodon": "Mastodon",
}
KINDS = tuple(_TITLES)
_LABELS = {
    **{kind: kind for kind in KINDS},
    **dict.fromkeys(("e-mail", "mail"), "email"),
    **dict.fromkeys(("tel", "telephone", "mobile", "cell", "cellphone", "call"), "phone"),
    "li": "linkedin",
    "twitter": "x",
    "fb": "facebook",
    "insta": "instagram",
    "ig": "instagram",
    "about.me": "aboutme",
    "about me": "aboutme",
    "gh": "github",
    "tg": "telegram",
    "wa": "whatsapp",
    **dict.fromkeys(("web", "site", "homepage", "blog", "url", "link"), "website"),
    **dict.fromkeys(("google+", "google plus", "g+"), "googleplus"),
}
_LABEL = "|".join(re.escape(label) for label in sorted(_LABELS, key=len, reverse=True))
_EMAIL = r"\w[\w.%+'-]{0,63}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}"
_PHONE = r"\+?\(?\d(?:[\s./()-]{0,3}\d){2,16}(?:\s*(?:x|ext\.?|;ext=)\s*\d{1,6})?"
_INTERNATIONAL = (
    r"\+1(?:[\s.()-]{0,3}\d){10}"  # of known length: a date may follow
    r"|\+\(?\d(?:[\s./()-]{0,3}\d){6,16}(?:\s*(?:x|ext\.?)\s*\d{1,6})?"
)
_LINK_START = rf"(?:https?://|www\.|(?:[\w-]+\.)?(?:{PROFILE_HOSTS})/)"
_MARKED = re.compile(
    r"(?<![\w@.+/-])(?:"
    rf"<?(?:mailto:)?(?P<email>{_EMAIL})(?![\w@-]|\.\w)>?"
    rf"|<(?P<wrapped>{_LINK_START}[^\s<>\"\x00]+)>"
    rf"|<?(?P<url>{_LINK_START}[^\s\"\x00]+)"
    rf"|(?:tel:)?(?P<phone>{_INTERNATIONAL})(?!\w)"
    rf"|(?P<phone_label>phone|tel|telephone|mobile|cell|whatsapp)[.:]?\s*(?P<said_phone>{_PHONE})(?![\w/])"
    r"|(?P<name_label>telegram|tg|twitter|x(?=\s*:)|instagram|insta|ig|github|discord|mastodon|facebook)"
    r"\s*:?\s*(?P<name>@[\w.@-]*\w(?:\#\d{4})?)"
    r")",
    re.IGNORECASE,
)
# A text that is nothing but one of these, as a pattern that takes nothing of it.
ALONE = (
    rf"(?=<?(?:(?:mailto:)?{_EMAIL}|(?:https?://)?(?:[\w-]+\.)*(?:{PROFILE_HOSTS})/[^\s<>]+|(?:tel:)?{_INTERNATIONAL})"
    r">?[.!]?\s*$)"
)
_LABEL_BEFORE = re.compile(rf"(?<![\w@.#-])(?P<label>{_LABEL})\s*(?P<colon>[:=]?)\s*$", re.IGNORECASE)
_NAMES_TOO = frozenset({"mail", "call", "link", "site", "web", "cell", "mobile", "blog", "li", "x", "wa"})
_LABELLED = re.compile(rf"(?P<label>{_LABEL})(?:\s*[:=]\s*(?!//)|\s+)(?P<value>\S.*)", re.IGNORECASE)
_NEAR = 16  # characters: the longest label and a colon
_LOOKS_LIKE_LINK = re.compile(
    rf"[a-z][a-z0-9+.-]*://|www\.|(?:[\w-]+\.)*(?:{PROFILE_HOSTS})/|[\w.-]+\.[a-z]{{2,}}/", re.IGNORECASE
)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,24}(?:[/?#:].*)?")
_MASTODON = re.compile(r"@?(?P<user>\w{1,64})@(?P<host>(?:[\w-]+\.)+[^\W\d_]{2,24})")
_MASTODON_LINK = re.compile(r"https?://(?P<host>[\w.-]+)/@(?P<user>\w{1,64})")
_TELEGRAM = re.compile(r"@?[a-z]\w{2,31}", re.IGNORECASE | re.ASCII)
_DISCORD = re.compile(r"@?([^\s@#:/]{2,32}(?:#\d{1,5})?)")
_EXPORTED = re.compile(r"https://www\.linkedin\.com/in/[a-z0-9-]{1,100}")
_BETWEEN = re.compile(r"[,;\n]|\s(?:and|&)\s")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLOSERS = {")": "(", "]": "[", "}": "{", ">": "<"}


def find_handles(text: str) -> list[tuple[Handle, int, int]]:
    """Every clear handle in a text, in order, with its label ("linkedin …") and where it stands.

    "@…" alone is none (it is a company), nor is a number without a + or a label. Raises Refusal for an address
    longer than any.
    """
    return list(_found(text))


def leading_handle(text: str) -> tuple[Handle, int] | None:
    """The clear handle with which a text begins, and where it ends; None where it begins with none.

    >>> leading_handle("jane@example.org coffee")
    (Handle(kind='email', value='jane@example.org'), 16)
    """
    match = _MARKED.match(text)
    if match is None or match["phone_label"]:  # "phone 30 minutes" is something to do
        return None
    handle, end = _marked(match)
    return (handle, end) if handle and len(handle.value) <= MAX_LENGTH else None


def read_handle(text: str) -> Handle:
    """A whole value: an address that tells its kind, or a kind and a name. Raises Refusal.

    Reading "kind value" of the result gives the result again.

    >>> read_handle("linkedin janedoe")
    Handle(kind='linkedin', value='https://www.linkedin.com/in/janedoe')
    >>> read_handle("+1 (416) 555-0199")
    Handle(kind='phone', value='+14165550199')
    """
    if _EXPORTED.fullmatch(text):  # what LinkedIn's export is full of; an import reads 30,000 of them
        return Handle(kind="linkedin", value=text)
    value = clean(text).strip('"“” ')
    if value.startswith("<") and value.endswith(">"):
        value = value[1:-1]
    if len(value) > MAX_LENGTH:
        raise _too_long()
    labelled = _LABELLED.fullmatch(value)
    kind = _LABELS[" ".join(labelled["label"].casefold().split())] if labelled else _kind_of(value)
    handle = None
    if kind and value.casefold() not in _LABELS:  # a kind alone says nothing
        handle = _read(kind, re.sub(r"^<(.*)>$", r"\1", labelled["value"]) if labelled else value)
    if handle is None:
        raise Refusal(_what_is_right(kind))
    if len(handle.value) > MAX_LENGTH:
        raise _too_long()
    return handle


def read_handles(text: str) -> tuple[Handle, ...]:
    """A whole value of one handle or more, each once: between spaces where they are clear, else between commas
    or in lines of their own. Raises Refusal like read_handle when a part of it is none.

    >>> [handle.kind for handle in read_handles("https://x.com/jane https://github.com/jane")]
    ['x', 'github']
    """
    line = Line(text)
    found = find_handles(line.text)
    for _handle, start, end in found:
        line.cut(start, end)
    if len(found) > 1 and not line.rest().strip(" ,;&"):
        return tuple(dict.fromkeys(handle for handle, _start, _end in found))
    try:
        return (read_handle(text),)
    except Refusal:
        parts = [part for part in _BETWEEN.split(text) if part.strip()]
        if len(parts) < 2:
            raise
    return tuple(dict.fromkeys(read_handle(part) for part in parts))


def open_url(handle: Handle) -> str | None:
    """Where a tap on it leads; None when it leads nowhere (a Discord name).

    Whatever the value is, the result is a mailto:, tel:, http: or https: address; of Google+, closed in 2019, what
    archive.org has kept of the page.
    """
    value = handle.value
    match handle.kind:
        case "email":
            local, _at, domain = value.rpartition("@")
            return (
                f"mailto:{quote(local, safe='', errors='replace')}@{domain}"
                if re.fullmatch(_EMAIL, value)
                else None
            )
        case "phone":
            return f"tel:{value}" if re.fullmatch(r"\+?\d{3,16}(?:;ext=\d+)?", value) else None
        case "telegram":
            return f"https://t.me/{value.removeprefix('@')}" if re.fullmatch(r"@\w+|\+\d+", value) else None
        case "whatsapp":
            return f"https://wa.me/{value.removeprefix('+')}" if re.fullmatch(r"\+?\d+", value) else None
        case "mastodon":
            at = _MASTODON.fullmatch(value)
            return f"https://{at['host']}/@{at['user']}" if at else None
        case "googleplus":
            link = read_link(value)
            return f"https://web.archive.org/web/2019/{value}" if link == handle else None
        case _:
            return value if re.match(r"https?://[^\s/]", value) and read_link(value) else None


def is_address(handle: Handle) -> bool:
    """Whether it leads to one account for ever; a mere name may be taken by somebody else.

    >>> is_address(read_handle("https://discord.com/users/80351110224678912"))
    True
    """
    return handle.kind == "discord" and handle.value.startswith("https:")


def without_scheme(address: str) -> str:
    """An address as it is shown.

    >>> without_scheme("https://www.linkedin.com/in/zo%C3%AB")
    'linkedin.com/in/zoë'
    """
    return clean(unquote(address.removeprefix("https://").removeprefix("www.")))


def without_closers(url: str) -> str:
    """The address without the full stop or bracket of the sentence around it."""
    while url and (
        url[-1] in ".,;:!?'\"”’»*" or (url[-1] in _CLOSERS and url.count(_CLOSERS[url[-1]]) < url.count(url[-1]))
    ):
        url = url[:-1]
    return url


def kind_title(kind: str) -> str:
    """What a kind of handle is called (a message of the catalogue)."""
    return _TITLES.get(kind, kind)


def _found(text: str) -> Iterator[tuple[Handle, int, int]]:
    for match in _MARKED.finditer(text):
        start, (handle, end) = match.start(), _marked(match)
        if handle is None:
            continue
        if len(handle.value) > MAX_LENGTH:
            raise _too_long()
        label = _LABEL_BEFORE.search(text, max(0, start - _NEAR), start)
        if label and _belongs(label, handle, bool(match["url"] or match["wrapped"])):
            start = label.start()
        yield handle, start, end


def _marked(match: re.Match[str]) -> tuple[Handle | None, int]:
    """What stands there, and where it ends."""
    if match["wrapped"]:
        return _read("website", match["wrapped"]), match.end()
    if match["url"]:
        url = without_closers(match["url"])
        return _read("website", url), match.start("url") + len(url)
    if match["email"]:
        return _read("email", match["email"]), match.end()
    if match["name"]:
        return _read(_LABELS[match["name_label"].casefold()], match["name"]), match.end()
    kind = _LABELS[(match["phone_label"] or "phone").casefold()]
    return _read(kind, match["phone"] or match["said_phone"]), match.end()


def _belongs(label: re.Match[str], handle: Handle, is_link: bool) -> bool:
    """Whether a word before a handle is its label: "mail", but no "Mail", which may be a company or a name."""
    word = " ".join(label["label"].split())
    kind = _LABELS[word.casefold()]
    clear = word.casefold() not in _NAMES_TOO or word.islower() or label["colon"]
    after_at = label.string[: label.start()].rstrip().endswith("@")
    return bool(clear) and not after_at and (kind == handle.kind or (kind == "website" and is_link))


def _kind_of(value: str) -> str | None:
    """What a value without a label is; a bare @name could be anybody's anywhere."""
    if re.fullmatch(rf"{_EMAIL}|mailto:{_EMAIL}(?:\?.*)?", value, re.IGNORECASE):
        return "email"
    if re.fullmatch(rf"(?:tel:)?{_PHONE}", value, re.IGNORECASE) and not _ISO_DAY.fullmatch(value):
        return "phone" if sum(c.isdecimal() for c in value) >= 7 else None
    if value.startswith("@") and _MASTODON.fullmatch(value):
        return "mastodon"
    if _LOOKS_LIKE_LINK.match(value) or _DOMAIN.fullmatch(value):
        return "website"
    return _LABELS.get(value.casefold())  # a kind without a value


def _read(kind: str, value: str) -> Handle | None:
    match kind:
        case "email":
            return _email(value)
        case "phone":
            number = _number(value)
            return Handle(kind=kind, value=number) if number else None
        case "website":
            several = re.search(r"\s", value)  # two addresses must not become one
            is_link = not several and (_LOOKS_LIKE_LINK.match(value) or _DOMAIN.fullmatch(value))
            return read_link(value) if is_link else None
    if kind == "mastodon" and (at := _MASTODON.fullmatch(value) or _MASTODON_LINK.match(value)):
        return Handle(kind=kind, value=f"@{at['user']}@{at['host'].lower()}")
    if _LOOKS_LIKE_LINK.match(value):
        link = _read("website", value)
        return link if link and link.kind == kind else None
    return _name(kind, value)


def _name(kind: str, value: str) -> Handle | None:
    """Somebody's name in a service, without an address."""
    match kind:
        case "telegram" if _TELEGRAM.fullmatch(value):
            return Handle(kind=kind, value=f"@{value.removeprefix('@')}")
        case "telegram" | "whatsapp":
            number = _number(value)
            return Handle(kind=kind, value=f"+{number.removeprefix('+')}") if number and ";" not in number else None
        case "discord":
            name = _DISCORD.fullmatch(value)
            return Handle(kind=kind, value=name[1]) if name else None
        case "linkedin":
            value = re.sub(r"^/?in/", "", value)
    if re.search(r"[\s/]", value):
        return None
    address = profile_address(kind, value)
    return Handle(kind=kind, value=address) if address else None


def _email(value: str) -> Handle | None:
    value = re.sub(r"^mailto:", "", value, flags=re.IGNORECASE).partition("?")[0]
    if not re.fullmatch(_EMAIL, value):
        return None
    local, _at, domain = value.rpartition("@")
    return Handle(kind="email", value=f"{local}@{domain.lower()}")


def _number(value: str) -> str | None:
    """The digits, with a + where the number is international; ";ext=" before an extension (RFC 3966).

    >>> _number("0049 (0)30 1234-567 ext. 8")
    '+49301234567;ext=8'
    """
    value = re.sub(r"^tel:", "", value, flags=re.IGNORECASE)
    if not re.fullmatch(_PHONE, value, re.IGNORECASE):
        return None
    number, _x, extension = re.sub(r"\s*(?:;ext=|ext\.?|x)\s*", "x", value, flags=re.IGNORECASE).partition("x")
    international = number.startswith("+") or re.match(r"00[1-9]", number)
    if international:
        number = number.replace("(0)", "")
    digits = "".join(str(int(c)) for c in number if c.isdecimal())
    digits = digits.removeprefix("00") if international else digits
    if not (7 if international else 3) <= len(digits) <= 15:
        return None
    return ("+" if international else "") + digits + (f";ext={int(extension)}" if extension else "")


def _what_is_right(kind: str | None) -> Said:
    match kind:
        case None:
            return say(
                _("Which kind is it? For example “jane@example.org”, “+1 416 555 0199” or “telegram @jane”.")
            )
        case "email":
            return say(_("That is no e-mail address. For example “jane@example.org”."))
        case "phone":
            return say(_("That is no phone number. For example “+1 416 555 0199”."))
        case "website":
            return say(_("That is no web address I could open. For example “https://example.org”."))
    return say(_("That is no name or address at {kind}. Send its link, for example."), kind=kind_title(kind))


def _too_long() -> Refusal:
    return Refusal(say(_("That is too long: up to {n} characters, please."), n=MAX_LENGTH))
