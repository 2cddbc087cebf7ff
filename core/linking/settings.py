"""Whose settings count once two networks are one, and which come back when they are two again."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from core.account.settings import SETTINGS
from core.facts.account import Account, Tuning
from core.facts.ids import ContactId

_FIELDS = {  # of an account, by setting
    "zone": ("timezone",),
    "digest": ("digest_at",),
    "days": ("digest_days",),
    "size": ("digest_size",),
    "quiet": ("quiet_from", "quiet_until"),
    "events": ("event_wishes",),
}
_NONE = Tuning()


def joint(mine: Account, theirs: Account, united: Mapping[ContactId, ContactId], *, empty: bool) -> Account:
    """My account as it is for both: with my settings, or theirs while I have nobody yet (`empty`).

    "Not for Jane" is a wish about Jane, and comes along with her. There is one digest a day: where there was one
    today, there is none again.
    """
    kept = replace(theirs, id=mine.id, created_at=mine.created_at) if empty else mine
    return replace(
        kept,
        timezone=kept.timezone or theirs.timezone or mine.timezone,
        rules=_rules(kept.rules, theirs.rules, united),
        items_on=min((day for day in (mine.items_on, theirs.items_on) if day), default=None),
        digested_on=max((day for day in (mine.digested_on, theirs.digested_on) if day), default=None),
    )


def apart(now: Account, before: Account, after: Account) -> Account:
    """My account as it was before; what its owner has set since stays."""
    left: dict[str, Any] = {}
    for each in fields(Account):
        current = getattr(now, each.name)
        left[each.name] = getattr(before, each.name) if current == getattr(after, each.name) else current
    rules: Mapping[str, Tuning] = left["rules"]
    if rules != before.rules:
        rules = {
            name: replace(tuning, not_for=tuning.not_for - _came(name, before, after))
            for name, tuning in rules.items()
        }
    return replace(now, **{**left, "rules": rules})


def differing(mine: Account, theirs: Account) -> list[str]:
    """The settings (of core/account/settings.py) that are not the same."""
    return [
        setting
        for setting in SETTINGS
        if any(getattr(mine, name) != getattr(theirs, name) for name in _FIELDS.get(setting, ()))
    ]


def _came(rule: str, before: Account, after: Account) -> frozenset[ContactId]:
    """For whom it is not on the other's account alone."""
    return after.rules.get(rule, _NONE).not_for - before.rules.get(rule, _NONE).not_for


def _rules(
    mine: Mapping[str, Tuning], theirs: Mapping[str, Tuning], united: Mapping[ContactId, ContactId]
) -> dict[str, Tuning]:
    rules = dict(mine)
    for name, tuning in theirs.items():
        spared = frozenset(united.get(each, each) for each in tuning.not_for)
        known = rules.get(name, _NONE)
        if spared - known.not_for:
            rules[name] = replace(known, not_for=known.not_for | spared)
    return rules
