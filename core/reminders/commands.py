"""What reminders offer to the conversation."""

from core.chat.command import Subject
from core.reminders.answering import delete, mark_done, move, nag
from core.reminders.keeping import put_back
from core.reminders.listing import ask_until, edit, reminders, show_one, show_page
from core.reminders.remind import remind
from core.reminders.snoozing import snooze

SUBJECT = Subject(
    commands=(remind, reminders),
    actions=(show_page, show_one, edit, ask_until, snooze, mark_done, delete, nag, move),
    undoes={"reminder-changed": put_back},
)
