"""What people can be asked for: the commands about contacts, and the buttons on their cards."""

from core.chat.command import Subject
from core.people.commands import cards, changing, keeping, leaving, ledger
from core.people.undoing import put_back, put_rhythms_back, remove_contact, void_entries

CARDS = Subject(  # before /met in /help, which is core.meetings'
    commands=(
        cards.add,
        cards.who,
        changing.edit,
        changing.note,
        changing.tag,
        changing.date_,
        changing.handle,
    ),
)
SUBJECT = Subject(
    commands=(
        ledger.gave,
        ledger.got,
        ledger.favour_,
        ledger.balance,
        keeping.keep,
        keeping.snooze,
        leaving.pause,
        leaving.resume,
        leaving.archive,
        leaving.forget,
    ),
    actions=(
        cards.show,
        cards.page,
        ledger.thanked,
        keeping.snooze_for,
        leaving.forget_for_good,
    ),
    takes_card=cards.take_shared,
    undoes={
        "entries-added": void_entries,
        "contact-added": remove_contact,
        "contact-changed": put_back,
        "rhythms-changed": put_rhythms_back,
    },
)
