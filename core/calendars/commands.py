"""What calendars offer to the conversation: /calendar, and the buttons under it."""

from core.calendars.list_command import add_again, calendar, remind_of_all, show_calendars
from core.calendars.own_address import ask_new, renew, show_address, turn_off
from core.calendars.removing import ask_remove, put_back, remove
from core.chat.command import Subject

SUBJECT = Subject(
    commands=(calendar,),
    actions=(
        show_calendars,
        add_again,
        remind_of_all,
        ask_remove,
        remove,
        show_address,
        ask_new,
        renew,
        turn_off,
    ),
    undoes={"feed-changed": put_back},
)
