"""What people can be asked for about two cards of one person."""

from core.chat.command import Subject
from core.duplicates.going_through import duplicates, merge_pair, next_pair, stop, tell_apart
from core.duplicates.merge_command import call_off, keep_both, merge, merge_now, turn_round
from core.duplicates.merging import separate

SUBJECT = Subject(
    commands=(merge, duplicates),
    actions=(merge_now, turn_round, keep_both, call_off, merge_pair, tell_apart, next_pair, stop),
    undoes={"cards-merged": separate},
)
