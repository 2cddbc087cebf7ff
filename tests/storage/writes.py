"""Everything that a transaction can be asked to write."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from core.facts.account import Account
from core.facts.ids import ContactId, EventId, new_id
from core.facts.linking import Moves
from core.facts.people import Contact
from core.store import Transaction
from tests.storage.made import (
    NOW,
    TODAY,
    account,
    address,
    ask,
    attendee,
    card_code,
    code,
    contact,
    deed,
    delivery,
    digest,
    event,
    exchange,
    feed,
    identity,
    merge,
    own_card,
    post,
    promise,
    question,
    reminder,
    series,
    staged,
    template,
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
    "digests.add_digests": lambda tx, me: tx.digests.add_digests([digest(me)]),
    "digests.change_digest": lambda tx, me: tx.digests.change_digest(digest(me)),
    "digests.mark_suggested": lambda tx, me: tx.digests.mark_suggested([], TODAY),
    "digests.tidy": lambda tx, me: tx.digests.tidy(NOW),
    "reminders.add": lambda tx, me: tx.reminders.add([reminder(me)]),
    "reminders.change": lambda tx, me: tx.reminders.change([reminder(me)]),
    "reminders.remove": lambda tx, me: tx.reminders.remove(me.id, []),
    "reminders.due": lambda tx, me: tx.reminders.due(NOW, 1),
    "reminders.tidy": lambda tx, me: tx.reminders.tidy(NOW),
    "asks.save": lambda tx, me: _about(tx, me, lambda jane: tx.asks.save(ask(jane))),
    "asks.remove": lambda tx, me: tx.asks.remove(me.id, []),
    "asks.speak_again": lambda tx, me: tx.asks.speak_again([ask(contact(me, "Raj"))]),
    "promises.save": lambda tx, me: _about(tx, me, lambda jane: tx.promises.save(promise(jane))),
    "promises.save_many": lambda tx, me: _about(tx, me, lambda jane: tx.promises.save_many([promise(jane)])),
    "promises.remove": lambda tx, me: tx.promises.remove(me.id, []),
    "promises.speak_again": lambda tx, me: tx.promises.speak_again([promise(contact(me, "Raj"))]),
    "events.add": lambda tx, me: tx.events.add([event(me)]),
    "events.change": lambda tx, me: tx.events.change([event(me)]),
    "events.remove": lambda tx, me: tx.events.remove(me.id, []),
    "events.due": lambda tx, me: tx.events.due(NOW, 1),
    "series.add": lambda tx, me: tx.series.add([series(me)]),
    "series.change": lambda tx, me: tx.series.change([series(me)]),
    "series.remove": lambda tx, me: tx.series.remove(me.id, []),
    "series.due": lambda tx, me: tx.series.due(TODAY, TODAY, 1, 1),
    "attendees.save": lambda tx, me: tx.attendees.save([attendee(me, EventId("e"))]),
    "attendees.remove": lambda tx, me: tx.attendees.remove(EventId("e"), [me.id]),
    "posts.add": lambda tx, me: tx.posts.add([post(event(me))]),
    "posts.stale": lambda tx, me: tx.posts.stale([EventId("e")], NOW),
    "posts.claim": lambda tx, me: tx.posts.claim(["telegram"], NOW, NOW, "t", 1),
    "posts.settle": lambda tx, me: tx.posts.settle([post(event(me))], "t"),
    "posts.remove": lambda tx, me: tx.posts.remove([post(event(me)).id]),
    "feeds.add": lambda tx, me: tx.feeds.add(feed(me)),
    "feeds.change": lambda tx, me: tx.feeds.change([feed(me)]),
    "feeds.remove": lambda tx, me: tx.feeds.remove(me.id, feed(me).id),
    "feeds.claim": lambda tx, me: tx.feeds.claim(NOW, NOW, 1),
    "feeds.keep_address": lambda tx, me: tx.feeds.keep_address(address(me)),
    "feeds.remove_address": lambda tx, me: tx.feeds.remove_address(me.id),
    "handshakes.keep_card": lambda tx, me: tx.handshakes.keep_card(own_card(me)),
    "handshakes.add_code": lambda tx, me: tx.handshakes.add_code(card_code(me)),
    "handshakes.revoke": lambda tx, me: tx.handshakes.revoke(me.id),
    "handshakes.save": lambda tx, me: tx.handshakes.save(exchange(me, me)),
    "handshakes.tidy": lambda tx, me: tx.handshakes.tidy(NOW),
    "templates.save": lambda tx, me: tx.templates.save(template(me)),
    "templates.remove": lambda tx, me: tx.templates.remove(me.id, "thanks"),
    "deliveries.add": lambda tx, me: tx.deliveries.add([delivery(me)]),
    "deliveries.claim": lambda tx, me: tx.deliveries.claim(["telegram"], NOW, NOW, "t", 1),
    "deliveries.sending": lambda tx, me: tx.deliveries.sending(delivery(me).id, "t", NOW, "telegram"),
    "deliveries.settle": lambda tx, me: tx.deliveries.settle([delivery(me)], "t"),
    "deliveries.expire": lambda tx, me: tx.deliveries.expire(NOW),
    "deliveries.skip_late": lambda tx, me: tx.deliveries.skip_late(NOW),
    "deliveries.told": lambda tx, me: tx.deliveries.told([delivery(me).id]),
    "deliveries.tidy": lambda tx, me: tx.deliveries.tidy(NOW),
    "imports.add": lambda tx, me: tx.imports.add(staged(me)),
    "imports.change": lambda tx, me: tx.imports.change(staged(me)),
    "imports.tidy": lambda tx, me: tx.imports.tidy(NOW, NOW),
    "cards.unite": lambda tx, me: _united(tx, me),
    "cards.divide": lambda tx, me: tx.cards.divide(merge(me, account()), ContactId("x"), ContactId("y")),
    "linking.issue": lambda tx, me: tx.linking.issue(code(me)),
    "linking.change_code": lambda tx, me: tx.linking.change_code(code(me)),
    "linking.take_identity": lambda tx, me: tx.linking.take_identity("telegram", "7", me.id),
    "linking.add_account": lambda tx, me: tx.linking.add_account(account()),
    "linking.merge": lambda tx, me: tx.linking.merge(merge(me, me), Moves(united={}, before=(), started={})),
    "linking.split": lambda tx, me: tx.linking.split(merge(me, me), Moves(united={}, before=(), started={})),
    "linking.tidy": lambda tx, me: tx.linking.tidy(NOW, NOW),
}


async def _united(tx: Transaction, me: Account) -> None:
    await tx.linking.add_account(waits := account())
    await _about(tx, me, lambda jane: tx.cards.unite(merge(me, waits), jane, ContactId(new_id())))


async def _changed(tx: Transaction, me: Account) -> None:
    await _about(tx, me, lambda jane: tx.people.change([replace(jane, name="Joan")]))


async def _about(tx: Transaction, me: Account, write: Callable[[Contact], Awaitable[object]]) -> None:
    """To Jane, who is Joan after a change."""
    [jane] = await tx.people.starting(me.id, ["j"])
    await write(jane)
