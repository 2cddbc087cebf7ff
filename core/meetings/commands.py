"""What can be asked about meetings: /met, /whom, /prepare, /review, and their buttons."""

from core.chat.command import Subject
from core.meetings import met_command, preparing, reviewing, whom_command

CAPTURING = Subject(commands=(met_command.met,), actions=(met_command.not_at,))
SUBJECT = Subject(
    commands=(preparing.prepare, whom_command.whom, reviewing.review, reviewing.events_review),
    actions=(preparing.prepare_for, whom_command.ask_whom, whom_command.done),
)
