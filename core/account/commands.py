"""What the account offers to the conversation."""

from core.account.event_wishes import toggle
from core.account.forgetting_me import forgetme
from core.account.privacy import privacy
from core.account.reaching import reach_again
from core.account.settings import ask_setting, settings, show_settings
from core.account.status import status
from core.account.undo import put_account_back, undo, undo_this
from core.account.welcome import cancel, help_, start
from core.chat.command import Subject

FIRST = Subject(commands=(start, help_))
SUBJECT = Subject(
    commands=(settings, status, undo, privacy, forgetme, cancel),
    actions=(ask_setting, show_settings, undo_this, reach_again, toggle),
    undoes={"account-changed": put_account_back},
)
