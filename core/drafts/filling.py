"""A text with {first}, {event}… filled in from what is known. Nothing is made up: what is not known is left out."""

import re
from collections.abc import Mapping

PLACES = ("first", "name", "event", "day", "favour", "promise", "me")
_PLACE = re.compile(r"\{\s*(\w+)\s*\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?]+(?=\s|$)|[.!?](?=\S)[^.!?\n]*)*[ \t]*")


def filled(template: str, known: Mapping[str, str]) -> str:
    """The text with what is known in it. A part in brackets, else a sentence, with something unknown is left out.

    >>> known = {"first": "Raj", "event": "Kiwanis", "me": "Ada"}
    >>> filled("Hi {first}, good to meet you[ at {event}][ on {day}]. As promised: {promise}. Bye, {me}", known)
    'Hi Raj, good to meet you at Kiwanis. Bye, Ada'
    """
    lines = [_line(line, known) for line in template.replace("\r\n", "\n").split("\n")]
    kept = [after for before, after in lines if after.strip() or not before.strip()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def unknown_places(template: str) -> list[str]:
    """What a text asks to be filled in that there is not, in the order of the text."""
    return [name for name in dict.fromkeys(_PLACE.findall(template)) if name not in PLACES]


def broken_in(template: str) -> str:
    """What a text begins and does not end, or ends and has not begun: a bracket or a brace; "" for nothing.

    >>> broken_in("Hi {first}[ {event}"), broken_in("Hi {first"), broken_in("Hi {first}[ at {event}]")
    ('[', '{', '')
    """
    left = _PLACE.sub("", template)
    while (without := _OPTIONAL.sub("", left)) != left:
        left = without
    return next((character for character in left if character in "[]{}"), "")


def _line(line: str, known: Mapping[str, str]) -> tuple[str, str]:
    whole = _OPTIONAL.sub(lambda match: match[1] if _is_known(match[1], known) else "", line)
    sentences = [match.group() for match in _SENTENCE.finditer(whole) if match.group()]
    kept = "".join(each for each in sentences if _is_known(each, known))
    return line, _PLACE.sub(lambda match: _value(match, known), kept).rstrip()


def _is_known(part: str, known: Mapping[str, str]) -> bool:
    """Whether everything in it can be filled in; a word in braces that is no place of ours stands as it is."""
    return all(known.get(name) for name in _PLACE.findall(part) if name in PLACES)


def _value(match: re.Match[str], known: Mapping[str, str]) -> str:
    return known[match[1]] if match[1] in PLACES else match.group()
