"""Drafts: how somebody writes to people, in their own words."""

from dataclasses import dataclass

from core.facts.ids import AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A text with {first}, {name}, {event}… to be filled in; `occasion` is a word of core/drafts ("follow-up")."""

    account_id: AccountId
    occasion: str
    text: str
