"""Everything that a transaction can be asked to write."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from core.facts.account import Account
from core.store import Transaction
from tests.storage.made import (
    NOW,
    TODAY,
    account,
    contact,
    deed,
    delivery,
    digest,
    identity,
    question,
    staged,
    touch,
)

# Each for somebody's account, in which there is a Jane.
WRITES: dict[str, Callable[[Transaction, Account], Awaitable[object]]] = {
    "accounts.add": lambda tx, me: tx.accounts.add(new := account(), identity(new)),
    "accounts.change": lambda tx, me: tx.accounts.change(me),
    "accounts.change_identity": lambda tx, me: tx.accounts.change_identity(identity(me)),
    "accounts.due_for_digest": lambda tx, me: tx.accounts.due_for_digest(NOW, 1),
    "accounts.schedule_digests": lambda tx, me: tx.accounts.schedule_digests([me]),
    "accounts.ask": lambda tx, me: tx.accounts.ask(question(me)),
    "accounts.answered": lambda tx, me: tx.accounts.answered(me.id, question(me).id),
    "accounts.stop_listening": lambda tx, me: tx.accounts.stop_listening(me.id),
    "accounts.take_request": lambda tx, me: tx.accounts.take_request(me.id, "k", NOW),
    "accounts.add_deed": lambda tx, me: tx.accounts.add_deed(deed(me)),
    "accounts.undone": lambda tx, me: tx.accounts.undone(me.id, deed(me).id),
    "accounts.tidy": lambda tx, me: tx.accounts.tidy(NOW),
    "people.add": lambda tx, me: tx.people.add([contact(me, "Raj")]),
    "people.change": lambda tx, me: _changed(tx, me),
    "people.remove": lambda tx, me: tx.people.remove(me.id, []),
    "people.add_entries": lambda tx, me: tx.people.add_entries(me.id, [touch(contact(me, "Raj"))]),
    "people.void_entries": lambda tx, me: tx.people.void_entries(me.id, [], NOW),
    "reminders.add_digests": lambda tx, me: tx.reminders.add_digests([digest(me)]),
    "reminders.change_digest": lambda tx, me: tx.reminders.change_digest(digest(me)),
    "reminders.mark_suggested": lambda tx, me: tx.reminders.mark_suggested([], TODAY),
    "reminders.tidy": lambda tx, me: tx.reminders.tidy(NOW),
    "deliveries.add": lambda tx, me: tx.deliveries.add([delivery(me)]),
    "deliveries.claim": lambda tx, me: tx.deliveries.claim(["telegram"], NOW, NOW, "t", 1),
    "deliveries.sending": lambda tx, me: tx.deliveries.sending(delivery(me).id, "t", NOW, "telegram"),
    "deliveries.settle": lambda tx, me: tx.deliveries.settle(delivery(me), "t"),
    "deliveries.expire": lambda tx, me: tx.deliveries.expire(NOW),
    "deliveries.tidy": lambda tx, me: tx.deliveries.tidy(NOW),
    "imports.add": lambda tx, me: tx.imports.add(staged(me)),
    "imports.change": lambda tx, me: tx.imports.change(staged(me)),
    "imports.tidy": lambda tx, me: tx.imports.tidy(NOW),
}


async def _changed(tx: Transaction, me: Account) -> None:
    [jane] = await tx.people.starting(me.id, ["jane"])
    await tx.people.change([replace(jane, name="Joan")])
