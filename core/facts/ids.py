"""Ids: short random text made in Python, so that they fit a button and cannot be guessed."""

import secrets
from collections.abc import Callable
from typing import NewType

AccountId = NewType("AccountId", str)
AskId = NewType("AskId", str)
CardCodeId = NewType("CardCodeId", str)
ContactId = NewType("ContactId", str)
EntryId = NewType("EntryId", str)
EventId = NewType("EventId", str)
DeedId = NewType("DeedId", str)
DigestId = NewType("DigestId", str)
DeliveryId = NewType("DeliveryId", str)
ExchangeId = NewType("ExchangeId", str)
FeedId = NewType("FeedId", str)
ImportId = NewType("ImportId", str)
LinkCodeId = NewType("LinkCodeId", str)
MergeId = NewType("MergeId", str)
PostId = NewType("PostId", str)
PromiseId = NewType("PromiseId", str)
QuestionId = NewType("QuestionId", str)
ReminderId = NewType("ReminderId", str)
SeriesId = NewType("SeriesId", str)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
_LENGTH = 12  # 60 bits


def new_id(random_bits: Callable[[int], int] = secrets.randbits) -> str:
    """Twelve letters of Crockford's base 32: 60 random bits, which anything that gives so many can give."""
    bits = random_bits(5 * _LENGTH)
    return "".join(_ALPHABET[(bits >> (5 * i)) & 31] for i in range(_LENGTH))
