"""What can still be taken back after two networks, or two cards, that were merged are two again."""

from collections.abc import Callable, Collection

from core.account.undo import touched
from core.facts.account import ContactChanged
from core.facts.asks import Ask, Promise
from core.facts.ids import AccountId, AskId, ContactId, PromiseId, ReminderId
from core.facts.linking import Merge
from core.facts.people import Contact
from core.facts.reminders import Reminder
from core.store import Transaction

Thing = Contact | Reminder | Ask | Promise


async def drop_what_went(
    tx: Transaction,
    merge: Merge,
    both: Collection[ContactId],
    whose: AccountId,
    went: Callable[[Thing], bool],
    *,
    settings: bool,
) -> None:
    """Drop what was done since the merge to cards that were `both`'s, to `settings` that were, and to things that
    `went` back: they are found among those that `whose` by now. To take it back would bring here what is not this
    one's any more."""
    deeds = await tx.accounts.deeds(merge.account_id, merge.merged_at)
    since = [deed for deed in deeds if deed.done_at > merge.merged_at]
    ids = {each for deed in since for each in touched(deed.steps)}
    things: tuple[Thing, ...] = (
        *await tx.people.get(whose, [ContactId(each) for each in ids]),
        *await tx.reminders.get(whose, [ReminderId(each) for each in ids]),
        *await tx.asks.get(whose, [AskId(each) for each in ids]),
        *await tx.promises.get(whose, [PromiseId(each) for each in ids]),
    )
    gone = {str(each.id) for each in things if went(each)} | ({"settings"} if settings else set())
    for deed in since:
        edited = any(isinstance(step, ContactChanged) and step.before.id in both for step in deed.steps)
        if edited or not gone.isdisjoint(touched(deed.steps)):
            await tx.accounts.undone(merge.account_id, deed.id)
