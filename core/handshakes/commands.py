"""What handshakes offer to the conversation: /card, its buttons, and codes that were scanned."""

from core.chat.command import Subject
from core.handshakes import card_command, scanning, waiting
from core.handshakes.codes import PAYLOAD

SUBJECT = Subject(
    commands=(card_command.card,),
    actions=(
        card_command.show_my_card,
        card_command.leave_event_out,
        card_command.new_code_for_me,
        card_command.revoke_codes,
        card_command.show_for_everybody,
        card_command.send_file,
        card_command.edit_card,
        card_command.ask_part,
        card_command.show_what_is_shown,
        card_command.show_part,
        card_command.hide_part,
        card_command.take_off,
        scanning.share_with_owner,
        scanning.share_back,
        scanning.share_nothing,
        scanning.take_it_back,
        scanning.not_now,
        waiting.ask_next,
        waiting.share_with_all,
    ),
    undoes={"card-changed": card_command.put_back},
    payloads={PAYLOAD: scanning.scanned},
)
