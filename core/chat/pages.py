"""Lists that go over several pages."""

from core.chat.reply import Button, Row, action, say
from core.chat.words import _

PAGE = 5
_DIGITS = 4  # of a page number that may be true


def page_number(text: str) -> int:
    """The page that a button carries; the first for what is none."""
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0


def pages(name: str, number: int, *, more: bool) -> tuple[Row, ...]:
    """The buttons to the page before and after; `name` is the action that shows a page."""
    buttons: Row = ()
    if number:
        buttons = (Button(say(_("Back")), action(name, str(number - 1))),)
    if more:
        buttons = (*buttons, Button(say(_("More")), action(name, str(number + 1))))
    return (buttons,) if buttons else ()
