"""Link codes: short enough to be typed on a phone, and too long to be guessed within their ten minutes."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

from core.facts.ids import AccountId, LinkCodeId, new_id
from core.facts.linking import LinkCode, LinkState

GOOD_FOR = timedelta(minutes=10)
TRIES = 5  # wrong second halves, after which a code is locked
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_HALF = 4
_BETWEEN = re.compile(r"[\s\-–—_.]+")


def new_code(owner: AccountId, now: datetime) -> tuple[LinkCode, str]:
    """A code of this account's, and how it is written: it is shown once, and kept only as a hash."""
    first, second = _half(), _half()
    salt = secrets.token_hex(8)
    code = LinkCode(
        id=LinkCodeId(new_id()),
        account_id=owner,
        first=first,
        salt=salt,
        hashed=_hashed(salt, second),
        expires_at=now + GOOD_FOR,
    )
    return code, f"{first}-{second}"


def read_code(text: str) -> tuple[str, str] | None:
    """Its two halves, however it was typed; None for what is no code.

    >>> read_code("k7qp 93xm")
    ('K7QP', '93XM')
    >>> read_code("OIL0-93XM"), read_code("K7QP")
    (('0110', '93XM'), None)
    """
    letters = _BETWEEN.sub("", text).upper().translate(_READ_AS)
    if len(letters) != 2 * _HALF or not set(letters) <= set(_ALPHABET):
        return None
    return letters[:_HALF], letters[_HALF:]


def opens(code: LinkCode, second: str) -> bool:
    return compare_digest(_hashed(code.salt, second), code.hashed)


def is_live(code: LinkCode, now: datetime) -> bool:
    """Whether it can still be said, or confirmed."""
    return code.state in (LinkState.OPEN, LinkState.SAID) and now <= code.expires_at


def _half() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_HALF))


def _hashed(salt: str, second: str) -> str:
    return hashlib.sha256(f"{salt}:{second}".encode()).hexdigest()
