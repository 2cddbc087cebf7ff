"""What a tap opens: handles on a card, and the web addresses in what somebody has noted."""

import re
from itertools import islice

from core.chat.parsing.people.handles import open_url, without_closers, without_scheme
from core.chat.parsing.people.links import read_link
from core.chat.reply import Link, Span
from core.facts.people import Handle

_ADDRESS = re.compile(r"(?<!\w)https?://[^\s\"<>…]+")
_MOST = 20  # links in one text


def tapped(handle: Handle, leads: Handle | None = None) -> Span:
    """A handle as it is written; a tap leads where it does, or `leads` where that is another one."""
    shown, url = without_scheme(handle.value), open_url(leads or handle)
    return Link(shown, url) if url else shown


def linked(text: str) -> Span:
    """A text with its web addresses to be tapped.

    >>> linked("see https://example.org.")
    ('see ', Link(label='https://example.org', url='https://example.org'), '.')
    """
    parts: list[Span] = []
    end = 0
    for match in islice(_ADDRESS.finditer(text), _MOST):
        url = without_closers(match.group())
        if read_link(url):
            parts += [text[end : match.start()], Link(url, url)]
            end = match.start() + len(url)
    return (*parts, text[end:]) if parts else text
