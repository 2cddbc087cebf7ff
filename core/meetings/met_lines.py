"""What a line says of somebody besides their name: "@ Shopify, PM, knows Jane, send him the article". Pure."""

import re
from dataclasses import dataclass, replace
from datetime import date

from core.chat.parsing.line import BOUNDARY
from core.chat.parsing.people.carded import is_company, is_talk
from core.chat.parsing.people.cards import CardLine, read_card
from core.chat.parsing.people.handles import find_handles
from core.chat.parsing.promised import parts_said, promised
from core.facts.keys import fold

_NOBODY = "Somebody"  # stands where the name was
_KNOWS = re.compile(
    rf"(?:and\s+)?(?:(?:he|she|they|who)\s+)?(?:(?:also\s+)?knows?|(?:is\s+)?(?:a\s+)?friends?\s+(?:of|with))\s+"
    rf"(?P<names>[^{BOUNDARY}]+)",
    re.IGNORECASE,
)
_NO_NAMES = re.compile(
    r"(?:(?:a\s+lot|lots|everything|something|nothing|about|how|that|what|all|my|the|it)\b|\d)", re.IGNORECASE
)
_INC = re.compile(r"(?:inc|llc|ltd|plc|corp|co|gmbh|ag)\.?|met\s.+", re.IGNORECASE)
_FROM = re.compile(r"(?:from|at|works?\s+(?:at|for))\s+(?=[A-Z])")
_INTRO = re.compile(r"(?:an?\s+)?intro(?:duction)?s?\s+(?:to|with)\s+\S.*", re.IGNORECASE)
_COMPANY_LIKE = re.compile(r"[A-Z][\w&.'’-]*(?:\s+(?:[A-Z&][\w&.'’-]*|of|and|the)){0,3}")
_TITLE_WORDS = 5
_NO_TITLE = re.compile(
    r"(?:I|we|he|she|they|it|you|is|was|has|had|very|really|so|about|nice|great|lovely|good|fun|funny|interesting|smart"
    r"|kind|helpful|likes?|loves?|wants?|needs?|looking|interested|asked|offered|gave|got|told|said|from|has|will|can"
    r"|could|would|should|when|where|why|how|if|but|because|yesterday|today|tomorrow|\w+ed)\b",
    re.IGNORECASE,
)
_LIKE_A_TITLE = re.compile(
    r"(?:(?-i:[A-Z]{2,4})|(?:.*\s)?(?:chief|head|vp|svp|evp|ceo|cto|cfo|coo|cmo|president|director|manager|lead|leader|pm"
    r"|founder|co-?founder|owner|partner|principal|associate|recruiter|engineer|developer|designer|architect|analyst"
    r"|consultant|adviser|advisor|coach|mentor|teacher|professor|lecturer|researcher|scientist|student|lawyer|attorney"
    r"|accountant|banker|broker|agent|doctor|nurse|writer|editor|journalist|photographer|marketer|investor|organiser"
    r"|organizer|host|sales|marketing|hr|intern|assistant|officer|executive|specialist|coordinator|buyer|trader)s?"
    r"(?:\s+(?:of|for|at|in)\b.*)?)",
    re.IGNORECASE,
)

_TITLES_IN_CAPITALS = frozenset(
    {"pm", "hr", "vp", "svp", "evp", "ceo", "cto", "cfo", "coo", "cmo", "cio", "ciso", "md", "pr", "qa", "it"}
    | {"cpo", "cro", "cso", "tpm", "po", "sre", "ux", "ui", "ba", "ae", "bdr", "sdr", "dba", "rn", "mp", "gp", "vc"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was said: for the touch, for the card, and what is promised."""

    what: str = ""
    card: CardLine | None = None  # with a name that stands for nobody's; None: nothing for a card
    knows: tuple[str, ...] = ()  # names, as they were written
    promises: tuple[str, ...] = ()
    place: str = ""  # behind an @ in `what`: where they met, or where they work


def read_said(
    words: str,
    today: date,
    locale: str = "en",
    *,
    card: bool,
    many: bool = False,
    works_at: str | None = None,
) -> Words:
    """What the words behind a name say.

    With `card` also a title without a company counts ("PM, knows Jane"), and what went on the card or is promised
    is no part of `what`. Without, `what` is all of it as it was written, unless it begins with "@ Company"; and so
    it is with `many` people, of whom no card says anything. `works_at`: the company, or "", on the card of somebody
    known; None for a newcomer. Of the former "@ Starbucks" may as well be where they met: it is their company only
    beside what is surely for a card (a title, an address, a tag).

    Raises Refusal for what can never stand on a card (a 31 February).

    >>> said = read_said("@ Shopify, PM, knows Jane, send him the article", date(2026, 11, 24), card=False)
    >>> said.card.company, said.card.title, said.knows, said.promises, said.what
    ('Shopify', 'PM', ('Jane',), ('send him the article',), '')
    """
    words = words.strip()
    parts = [words[start:end] for start, end in parts_said(words)]
    works, card = bool(parts) and not many and _at(parts) >= 0, card and not many
    said = _read(words, parts, today, locale, works=works, card=card)
    company = (said.card.company if said.card and works else None) or ""
    if works_at is None or fold(company) == fold(works_at) or (said.card and _is_surely_a_card(said.card)):
        return said
    return replace(_read(words, parts, today, locale, works=False, card=False), place=company) if company else said


def is_title(text: str) -> bool:
    """Whether words that follow a name are what somebody does, and no name of somebody else: "Raj Patel, PM".

    >>> is_title("PM"), is_title("Head of Data"), is_title("Sue Lim")
    (True, True, False)
    """
    return _may_be_title(text) and _LIKE_A_TITLE.fullmatch(text) is not None


def _read(words: str, parts: list[str], today: date, locale: str, *, works: bool, card: bool) -> Words:
    """The same; `works`: whether it begins with "@ Company", or "title @ Company"."""
    carded: list[str] = []
    left: list[str] = []
    knows: list[str] = []
    promises: list[str] = []
    nobody, titled = _NOBODY, False
    for index, part in enumerate(parts):
        if what := promised(part, behind_name=index == 0 and not card) or (
            part if (works or card) and _INTRO.fullmatch(part) else ""
        ):
            promises.append(what)
        elif (known := _KNOWS.fullmatch(part)) and not _NO_NAMES.match(known["names"]):
            knows.append(known["names"].strip(" .!"))
        elif works and index <= _at(parts):
            carded.append(part)
            titled = titled or index < _at(parts) or not part.startswith("@")
        elif card and not works and index == 0 and _begins_with_company(parts):
            carded.append(f"@ {part}")
        elif card and index == 0 and _FROM.match(part):
            nobody = f"{nobody} {part}"
        elif (works or card) and (_INC.fullmatch(part) or _has_marks(part)):
            carded.append(part)
        elif not titled and (_may_be_title(part) if works else card and is_title(part)):
            carded.append(part)
            titled = True
        else:
            left.append(part)
    if not works and not card:
        return Words(what=words, knows=tuple(knows), promises=tuple(promises))
    return Words(
        what=", ".join(left),
        card=read_card(", ".join([nobody, *carded]), today, locale) if carded or nobody != _NOBODY else None,
        knows=tuple(knows),
        promises=tuple(promises),
    )


def _is_surely_a_card(card: CardLine) -> bool:
    return bool((card.title and is_title(card.title)) or card.tags or card.handles or card.cadence)


def _begins_with_company(parts: list[str]) -> bool:
    """ "Deloitte, consultant" and "SAP"; but "PM, recruiter" is what somebody does, twice."""
    first, second = (*parts, "", "")[:2]
    if is_title(first):
        return first.isupper() and " " not in first and first.casefold() not in _TITLES_IN_CAPITALS
    return bool(_COMPANY_LIKE.fullmatch(first)) and is_title(second) and not is_talk(first)


def _at(parts: list[str]) -> int:
    """In which of the first two parts the company stands; -1 for none."""
    for index, part in enumerate(parts[:2]):
        at = part.find("@")
        before = part[: max(at, 0)].split()
        if at >= 0 and is_company(part, at) and not any(is_talk(word) for word in before) and len(before) <= 4:
            return index
        if index == 0 and any(is_talk(word) for word in part.split()):
            return -1
    return -1


def _has_marks(part: str) -> bool:
    """An address, a number or tags, and nothing besides."""
    if all(word.startswith(("#", "-#")) for word in part.split()):
        return True
    found = find_handles(part)
    return len(found) == 1 and not (part[: found[0][1]] + part[found[0][2] :]).strip(" <>")


def _may_be_title(part: str) -> bool:
    words = part.split()
    return len(words) <= _TITLE_WORDS and not _NO_TITLE.match(part) and not any(is_talk(word) for word in words[:1])
