"""What somebody notes that they will do for whom they have met: "send him the article", "will call her Friday"."""

import re
from collections.abc import Iterator

from core.chat.parsing.line import BOUNDARY

_HAND_OVER = (
    r"(?:send|share|forward|introduce|connect|invite|lend|bring|show|refer|recommend|get\s+back\s+to"
    r"|follow\s+up\s+with|put(?=\s+(?:him|her|them)\b))"
)
_REACH = r"(?:call|phone|ring|e-?mail|mail|text|message|write|ping|visit|meet|help|answer|remind)"
_OTHERS = r"(?!(?:me|us|myself|back\s+to\s+(?:me|us))\b)"  # "send me the deck" is what they will do
_TOGETHER = (  # "share a cab home" is what they did
    r"(?!share\s+(?:(?:an?|the|some|our|my|his|her|their)\s+)?"
    r"(?:taxi|cab|uber|lyft|ride|car|lift|meal|lunch|dinner|breakfast|brunch|table|room|pizza|dessert|bottle|drinks?"
    r"|beers?|coffee|tea|laughs?)\b)"
)
_BARE = rf"(?:{_TOGETHER}{_HAND_OVER}\s+{_OTHERS}\S|{_REACH}\s+(?:to\s+)?(?:him|her|them|back)\b)"
_MINE = r"(?:I['’]ll|I\s+will|I['’]m\s+going\s+to|I\s+(?:need|have|want)\s+to|I\s+(?:must|should))"
_LED = (
    rf"(?:{_MINE}\s+(?!(?:be|see|think|know)\b)"
    rf"|(?:will|need\s+to|have\s+to|must|should|to)\s+(?=(?:{_HAND_OVER}|intro)\s+{_OTHERS}|{_REACH}\b\s*{_OTHERS})"
    rf"|(?:I(?:['’]ve|\s+have)?\s+)?promised\s+{_OTHERS}(?:(?:him|her|them)\s+)?(?:to\s+)?)"
)
_PROMISED = re.compile(
    rf"(?:and\s+|then\s+)?(?:{_LED}(?P<led>\S.*)|(?P<bare>{_BARE}.*))", re.IGNORECASE | re.DOTALL
)
_CLEARLY = re.compile(  # a promise also right behind a name, where "invite to party" and "help her move" were done
    r"(?:and\s+|then\s+)?(?:send|forward|introduce|connect|lend|refer|recommend|call|phone|e-?mail|mail|text|message|write"
    r"|ping)\s+(?:to\s+)?(?:him|her|them|back)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    rf"[,;\n{BOUNDARY}]|[.!]\s|\s(?=(?:and|then)\s+(?:{_MINE}|will|promised|need\s+to|have\s+to)\b)", re.IGNORECASE
)


def parts_said(text: str) -> Iterator[tuple[int, int]]:
    """Where the parts of a line stand, without the spaces around them: between commas, full stops and lines.

    >>> [("Raj, PM; and will call him")[start:end] for start, end in parts_said("Raj, PM; and will call him")]
    ['Raj', 'PM', 'and will call him']
    """
    start = 0
    for end, after in [*((match.start(), match.end()) for match in _ENDS.finditer(text)), (len(text), len(text))]:
        part = text[start:end]
        if part.strip():
            yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())
        start = after


def promised(part: str, *, behind_name: bool = False) -> str:
    """What a part of a line promises; "" where it promises nothing. `behind_name`: it stands right behind the name,
    where a mere verb mostly tells what was done.

    >>> promised("send him the article"), promised("I'll call her on Friday"), promised("will send me her CV")
    ('send him the article', 'call her on Friday', '')
    >>> promised("invite to party"), promised("invite to party", behind_name=True)
    ('invite to party', '')
    """
    match = _PROMISED.fullmatch(part.strip())
    if match is None or (behind_name and match["bare"] and not _CLEARLY.match(part.strip())):
        return ""
    return (match["led"] or match["bare"]).strip(" .!")


def promises_in(text: str) -> list[tuple[int, int]]:
    """Where in a line parts stand that promise something. Their days are to come, whatever they look like."""
    return [(start, end) for start, end in parts_said(text) if promised(text[start:end])]
