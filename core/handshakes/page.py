"""The page behind a code that was scanned without Telegram: whose card it is, and the ways to exchange cards.

It says a first name and no more: whatever else stands on a card goes out only once both have said yes.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from html import escape

from core.chat.doors import Doors
from core.chat.reply import Span, say
from core.chat.words import Reader, _, plain
from core.handshakes.codes import PAYLOAD, read_code, written
from core.handshakes.own_card import cards_of
from core.handshakes.scanning import no_good
from core.store import Store

_STYLE = (
    "body{font:1.15rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1.2rem;"
    "color:#1d2b29;background:#fff}"
    "a.open{display:inline-block;padding:.8rem 1.4rem;border-radius:.5rem;background:#2b5f57;color:#fff}"
    "code{font-size:1.2rem;overflow-wrap:anywhere}"
    "@media(prefers-color-scheme:dark){body{color:#eef3f2;background:#15201e}}"
)
_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
# The address is the secret: it goes to nobody, and is kept nowhere.
HEADERS: Mapping[str, str] = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as it is to be answered: 200, 404 for a code that is none, or 410 for one that is over."""

    status: int
    html: str
    headers: Mapping[str, str]


async def landing(store: Store, clock: Callable[[], datetime], doors: Doors, code: str) -> Page:
    """The page of a code, in the language of whoever handed it out."""
    now, name, reader = clock(), "", Reader()
    code_id = read_code(code)
    async with store.read() as tx:
        found = await tx.handshakes.code(code_id) if code_id else None
        wrong = no_good(found, now)
        if found is not None:
            accounts = await tx.accounts.get([found.account_id])
            reader = next((Reader(each.locale) for each in accounts), reader)
            if wrong is None:
                whole = (await cards_of(tx, [found.account_id]))[found.account_id].name
                name = next(iter(whole.split()), whole)
    if found is None or wrong is not None:
        title = say(_("This card is not here any more"))
        return _page(404 if found is None else 410, title, [_paragraph(wrong or "", reader)], reader)
    parts: list[str] = []
    if way := doors.telegram(PAYLOAD + found.id):
        label = escape(plain(say(_("Open in Telegram")), reader))
        parts.append(f'<p><a class="open" rel="noreferrer" href="{escape(way)}">{label}</a></p>')
    parts += [
        _paragraph(say(_("On Discord, or wherever else you have a chat with Reachwell, say:")), reader),
        f"<p><code>/card {escape(written(found.id))}</code></p>",
        _paragraph(
            say(_("You both choose whether to share. Until then nobody sees anything of the other.")), reader
        ),
    ]
    return _page(200, say(_("Exchange cards with {name}"), name=name), parts, reader)


def _page(status: int, title: Span, parts: list[str], reader: Reader) -> Page:
    heading = escape(plain(title, reader))
    language = escape(reader.locale.replace("_", "-"))
    html = (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{heading}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{heading}</h1>\n{chr(10).join(parts)}\n</main>\n</body>\n</html>\n"
    )
    return Page(status=status, html=html, headers=HEADERS)


def _paragraph(text: Span, reader: Reader) -> str:
    return f"<p>{escape(plain(text, reader))}</p>"
