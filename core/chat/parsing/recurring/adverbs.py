"""Whether "daily" or "weekly" says how often something is to come, or only what kind of thing it is."""

from collections.abc import Sequence

from core.chat.parsing.line import begins_part
from core.chat.parsing.recurring.words import Token, Word


def is_said_of_all(text: str, original: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether the adverb here is said of the whole: "weekly call Ann", "call Ann weekly"; not "the weekly report".

    `original` is the text before parts of it were blanked.
    """
    token, before = tokens[at], text[: tokens[at].start].casefold().split()
    is_beside = at > 0 and not original[tokens[at - 1].end : token.start].strip()
    if before and is_beside and (before[-1] in _OWNERS or before[-1].endswith(("'s", "’s"))):
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.word is not Word.ELSE or original[token.end : following.start].strip():
        return True
    said = text[following.start : following.end].casefold()
    if not said[0].isalpha() or said in _JOINERS:
        return True
    is_name = text[token.start].isupper() and text[following.start].isupper()  # "Weekly Planet"
    is_everyday = text[token.start : token.end].casefold() == "everyday"
    if is_name or is_everyday or said.rstrip("s") in _RHYTHMIC:
        return False
    return begins_part(original, token.start)


_OWNERS = frozenset(  # of a report, for one: "the weekly report"
    {
        "the",
        "a",
        "an",
        "my",
        "our",
        "your",
        "his",
        "her",
        "their",
        "its",
        "this",
        "that",
        "next",
        "last",
        "no",
        "more",
    }
)
_JOINERS = frozenset(  # what goes on after "weekly"
    {
        *("with", "via", "by", "to", "we", "i", "please", "from", "until", "till", "about", "after", "before"),
        *("except", "excluding", "but", "skipping", "without", "starting", "beginning", "commencing", "effective"),
        *("twice", "thrice", "would", "should", "so", "because", "when", "while", "if", "as"),
    }
)
_RHYTHMIC = frozenset(  # what is named after how often it comes: "daily news"; without a plural's s
    {
        *(
            "new",
            "newspaper",
            "paper",
            "newsletter",
            "mail",
            "telegraph",
            "journal",
            "magazine",
            "digest",
            "report",
        ),
        *("bread", "life", "routine", "show", "bugle", "star", "special", "planner", "standup", "scrum", "salary"),
        *("income", "wage", "rate", "fee", "average", "limit", "active", "use", "user", "dose"),
    }
)
