"""What gatherings offer to the conversation."""

from core.chat.command import Subject
from core.gatherings.answer_buttons import bring_another, press, who_goes
from core.gatherings.attending import show, swap_cards, tap
from core.gatherings.host_command import (
    call_off,
    edit,
    host,
    move,
    post_again,
    show_one,
    show_page,
    take_place,
)
from core.gatherings.sharing import share

SUBJECT = Subject(
    commands=(host, share),
    actions=(
        *(press, bring_another, who_goes),
        *(show_page, show_one, edit, move, call_off, take_place, post_again),
        *(show, tap, swap_cards),
    ),
)
