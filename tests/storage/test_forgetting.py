"""Forgetting somebody takes along what is about them, and what deeds, digests and rules know of it."""

from dataclasses import replace

from core.facts.account import (
    Account,
    AccountChanged,
    AskChanged,
    EntriesAdded,
    PromiseChanged,
    ReminderChanged,
    Tuning,
)
from core.facts.digests import Item, ItemKind
from core.store import Store
from tests.storage.made import NOW, ask, deed, digest, known, promise, reminder


async def test_what_is_about_them_goes_with_them(store: Store, ada: Account) -> None:
    jane, raj = await known(store, ada, "Jane", "Raj")
    reminders = [reminder(ada, contact_id=jane.id), reminder(ada, contact_id=raj.id), reminder(ada)]
    asks = [ask(jane), ask(raj)]
    promises = [promise(jane), promise(raj)]
    async with store.write() as tx:
        await tx.reminders.add(reminders)
        for each in asks:
            await tx.asks.save(each)
        for one in promises:
            await tx.promises.save(one)
        await tx.people.remove(ada.id, [jane.id])
        assert await tx.reminders.get(ada.id, [each.id for each in reminders]) == reminders[1:]
        assert await tx.asks.get(ada.id, [each.id for each in asks]) == asks[1:]
        assert await tx.promises.get(ada.id, [one.id for one in promises]) == promises[1:]


async def test_no_deed_and_no_digest_knows_of_it_any_more(store: Store, ada: Account) -> None:
    jane, raj = await known(store, ada, "Jane", "Raj")
    nudge, other = reminder(ada, contact_id=jane.id), reminder(ada, contact_id=raj.id)
    favour, others = ask(jane), ask(raj)
    word, another = promise(jane), promise(raj)
    gone = (
        ReminderChanged(reminder_id=nudge.id, before=None),
        # It was about Raj once, and goes with Jane; or about Jane, and cannot be put back without her.
        ReminderChanged(reminder_id=nudge.id, before=replace(nudge, contact_id=raj.id)),
        ReminderChanged(reminder_id=other.id, before=replace(other, contact_id=jane.id)),
        AskChanged(ask_id=favour.id, before=None),
        AskChanged(ask_id=favour.id, before=favour),
        PromiseChanged(promise_id=word.id, before=None),
        PromiseChanged(promise_id=word.id, before=word),
    )
    stays = (
        ReminderChanged(reminder_id=other.id, before=None),
        AskChanged(ask_id=others.id, before=others),
        PromiseChanged(promise_id=another.id, before=None),
        EntriesAdded(entries=(), contacts=(raj.id,)),
    )
    about_both = deed(ada, *gone, *stays, names=("Jane", "Raj"))
    kinds = (ItemKind.REMINDER, ItemKind.ASK, ItemKind.PROMISE)
    items_of_jane = [
        Item(kind=kind, subject=each.id) for kind, each in zip(kinds, (nudge, favour, word), strict=True)
    ]
    items = (Item(kind=ItemKind.ASK, subject=others.id), Item(kind=ItemKind.PROFILE))
    shown = digest(ada, raj, items=(*items_of_jane, *items))
    async with store.write() as tx:
        await tx.reminders.add([nudge, other])
        for each in (favour, others):
            await tx.asks.save(each)
        for one in (word, another):
            await tx.promises.save(one)
        for step in gone:
            await tx.accounts.add_deed(deed(ada, step))
        await tx.accounts.add_deed(about_both)
        await tx.digests.add_digests([shown])
        await tx.people.remove(ada.id, [jane.id])
        assert await tx.accounts.deeds(ada.id, NOW) == [replace(about_both, names=("Raj",), steps=stays)]
        assert await tx.digests.digest(ada.id, shown.id) == replace(shown, items=items)


async def test_no_rule_leaves_them_out_any_more(store: Store, ada: Account) -> None:
    jane, raj = await known(store, ada, "Jane", "Raj")
    rules = {
        "birthday": Tuning(on=False, days=3, not_for=frozenset({jane.id, raj.id}), not_for_tags=frozenset({"x"})),
        "dormant": Tuning(not_for=frozenset({raj.id})),
    }
    left = {**rules, "birthday": replace(rules["birthday"], not_for=frozenset({raj.id}))}
    me = replace(ada, rules=rules)
    async with store.write() as tx:
        await tx.accounts.change(me)
        await tx.accounts.add_deed(deed(ada, AccountChanged(before=me)))
        await tx.people.remove(ada.id, [jane.id])
        assert await tx.accounts.get([ada.id]) == [replace(me, rules=left)]
        [done] = await tx.accounts.deeds(ada.id, NOW)
        assert done.steps == (AccountChanged(before=replace(me, rules=left)),)
