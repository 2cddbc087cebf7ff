"""What somebody unknown may be called, and what is said where a name is expected, yet is none."""

import re
import unicodedata
from enum import Enum
from itertools import islice

from core.chat.parsing.line import BOUNDARY, clean
from core.facts.keys import fold

MAX_NAME = 200


def stranger(text: str) -> list[str]:
    """The names that an unknown beginning could be, the likeliest first: the run of capitalised words, then its
    shorter beginnings; else the first word. Each is the very beginning of the text, at most 200 characters.
    None where the text begins with what is no name: a number, “with”, “all”, “monthly”.

    >>> stranger("Zoe Brandt coffee"), stranger("zoe brandt coffee")
    (['Zoe Brandt', 'Zoe'], ['zoe'])
    """
    text = text.lstrip()
    ends: list[int] = []  # where the name may end
    caseless = 0
    line = text.split("\n", 1)[0].split(BOUNDARY, 1)[0]
    if is_no_name(line) or _begins_without_name(line):
        return []
    for match in islice(_RAW.finditer(line), _RUN):
        look = _look_of(match.group())
        if look is _Look.OTHER:
            break
        caseless += look is _Look.CASELESS
        if look is not _Look.PARTICLE:
            ends.append(_without_end(match))
        if _STOPS.search(match.group()):
            break
    if not ends and (match_ := _RAW.match(line)):
        ends = [_without_end(match_)]
    elif caseless == len(ends):  # no capitals to go by: the first word, perhaps the second
        ends = ends[:2]
    else:
        ends.reverse()
    return [text[:end][:MAX_NAME] for end in ends if end]


def is_no_name(text: str) -> bool:
    """Whether a whole message is rather a greeting, a question, a yes or no, thanks, or a number, than a name.

    >>> is_no_name("what is this?"), is_no_name("Thanks!"), is_no_name("42"), is_no_name("Will Hope")
    (True, True, True, False)
    """
    line = clean(text)
    words = fold(line.strip(_AROUND)).split()
    if not words:
        return True
    if " ".join(words) in _TALK or all(word in _TALK_WORDS for word in words):
        return True
    asked = words[0] in _WHAT and line.endswith(("?", "？"))
    asked = asked or (words[0] in _WHAT | _MAY and len(words) > 1 and words[1] in _AFTER_QUESTION)
    return asked or not any(_is_of_a_name(character) for character in line)


def _begins_without_name(line: str) -> bool:
    """Whether the first word is one that stands before or instead of a name; with a capital, "An" may be one."""
    first = _RAW.match(line)
    if first is None:
        return True
    word = fold(_WITHOUT_END.sub("", first.group()))
    return (
        word in _FILLERS
        or "://" in first.group()
        or (word in _SMALL and first.group().islower())
        or not any(_is_of_a_name(character) for character in first.group())
    )


def _is_of_a_name(character: str) -> bool:
    """Whether a letter or a picture, of which names are made."""
    return unicodedata.category(character)[0] == "L" or unicodedata.category(character) == "So"


def _without_end(match: re.Match[str]) -> int:
    """Where a word ends but for the comma or the possessive behind it."""
    return match.start() + len(_WITHOUT_END.sub("", match.group()))


class _Look(Enum):
    """What a word looks like to somebody who looks for a name."""

    NAME = "a capital letter, or a picture"
    CASELESS = "letters of a script without capitals"
    PARTICLE = "van, der, de: only before a name"
    OTHER = "anything else"


def _look_of(raw: str) -> _Look:
    if raw[0] in "#@(" or "@" in raw or "://" in raw:
        return _Look.OTHER
    if raw in _PARTICLES:
        return _Look.PARTICLE
    first = next((character for character in raw if character.isalpha()), "")
    if not first:
        return _Look.NAME if any(unicodedata.category(character) == "So" for character in raw) else _Look.OTHER
    if first.isupper() or first.istitle() or _INNER_CAPITAL.match(raw):
        return _Look.NAME
    return _Look.OTHER if first.islower() else _Look.CASELESS


_RAW = re.compile(rf"[^\s{BOUNDARY}]+")
_RUN = 5  # words of a stranger's name
_WITHOUT_END = re.compile(r"(?:['’]s|['’])?[,;:!?…)\]\"”»]*$|(?<=\w\w)\.+$")
_STOPS = re.compile(r"(?:[,;:!?…)\]]|['’]s|(?<=\w\w\w)\.)$")
_INNER_CAPITAL = re.compile(r"\w{1,3}['’-][^\W\d_a-z]")  # "d'Angelo", "al-Rashid"
_PARTICLES = frozenset(
    {"van", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le"}
    | {"von", "vom", "zu", "zur", "ten", "ter", "bin", "bint", "ibn", "al", "el", "af", "av"}
)
_AROUND = " .,;:!?…¡¿"
# Never a name, however it is written.
_FILLERS = frozenset(
    {"with", "to", "from", "until", "till", "every", "everything", "everyone", "everybody", "all", "title"}
    | {"monthly", "weekly", "daily", "yearly", "quarterly", "never", "company", "birthday", "tags", "tag"}
    | {"and", "about", "at", "today", "yesterday", "tomorrow", "next", "last", "this", "that"}
)
# No name in small letters; An, My and Will are.
_SMALL = frozenset(
    {"a", "an", "by", "for", "i", "in", "it", "me", "my", "of", "off", "on", "or", "our", "some", "the", "us", "we"}
    | {"will", "you", "nobody", "somebody", "someone", "name", "note", "status", "alias"}
)
_TALK_WORDS = frozenset(
    {"hi", "hello", "hey", "hiya", "howdy", "yo", "yes", "yep", "yeah", "yup", "no", "nope", "nah", "ok", "okay"}
    | {"thanks", "thank", "you", "thx", "ty", "cheers", "please", "skip", "help", "cancel", "stop", "start", "quit"}
    | {"exit", "back", "later", "sure", "cool", "great", "nice", "test", "testing", "bye", "goodbye", "there"}
    | {"nothing", "nobody", "none", "nevermind", "undo", "done", "hmm", "hm", "lol", "sorry", "next", "k", "y", "n"}
    | {"what", "who", "why", "how", "when", "where", "huh"}
)
_TALK = frozenset(
    {"good morning", "good evening", "good afternoon", "good night", "never mind", "no idea", "not now", "not yet"}
    | {"dont know", "don t know", "i don t know", "no one", "got it", "all right", "alright", "thanks a lot"}
    | {"no thank you", "no thanks", "maybe later", "help me", "go back", "thank you very much"}
)
_WHAT = frozenset({"what", "who", "why", "how", "when", "where", "which", "whats"})
_MAY = frozenset(  # some of them are names, too: "Will Smith?"
    {"can", "could", "do", "does", "is", "are", "am", "should", "would", "will", "did", "may"}
)
_AFTER_QUESTION = frozenset(
    {"is", "are", "am", "do", "does", "did", "can", "could", "should", "would", "i", "you", "it", "this", "that"}
    | {"s", "to", "the", "your", "we", "was", "were"}
)
