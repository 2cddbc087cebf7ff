"""What events offer to the conversation."""

from core.chat.command import Subject
from core.events import keeping, serial
from core.events.adding import event
from core.events.agenda import events, show_coming, show_next, show_past
from core.events.card import answer_event, delete_event, send_file, show_event
from core.events.editing import ask_value, edit_event

SUBJECT = Subject(
    commands=(event, events),
    actions=(
        show_event,
        answer_event,
        send_file,
        delete_event,
        edit_event,
        ask_value,
        show_coming,
        show_past,
        show_next,
    ),
    undoes={"event-changed": keeping.put_back, "series-changed": serial.put_back},
)
