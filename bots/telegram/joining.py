"""Groups that we are added to, that we leave, and that become other chats."""

import logging
from typing import TYPE_CHECKING

from telegram import Bot, ChatMember, ChatMemberRestricted, ChatMemberUpdated, Update

from bots.telegram.administrators import Administrators
from bots.telegram.calls import insistently
from bots.telegram.inbound import GROUPS, PLATFORM
from bots.telegram.messages import send
from bots.telegram.places import Place
from core.chat.reply import Reply, say
from core.chat.words import Reader, _
from core.delivery.sending import DeliveryError

if TYPE_CHECKING:
    from core.app import App

_REMEMBERED = 1000  # groups that have moved

log = logging.getLogger(__name__)


class Joining:
    """Tells the core which groups we are in, and says hello, once, where an administrator has brought us."""

    def __init__(self, app: "App", bot: Bot, administrators: Administrators) -> None:
        self._app = app
        self._bot = bot
        self._administrators = administrators
        self._moved_to: dict[int, None] = {}  # we have been there before, under another number

    async def take(self, update: Update) -> bool:
        """Whether the update was about that. Raises what the core raises."""
        message = update.message
        if (changed := update.my_chat_member) is not None:
            if changed.chat.type in GROUPS:
                await self._change(changed)
            return True
        if message is not None and message.migrate_to_chat_id:
            await self._move(message.chat.id, message.migrate_to_chat_id)
            return True
        if message is not None and message.migrate_from_chat_id:  # the same, told in the new chat
            await self._move(message.migrate_from_chat_id, message.chat.id)
            return True
        return False

    async def _change(self, changed: ChatMemberUpdated) -> None:
        was, is_ = _is_in(changed.old_chat_member), _is_in(changed.new_chat_member)
        chat = changed.chat
        if was and not is_:
            self._administrators.forget(chat.id)
            await self._app.left(PLATFORM, str(chat.id))
        elif is_:  # also when only our rights have changed: perhaps we may write there again
            await self._app.joined(PLATFORM, str(chat.id))
            if was:
                return
            adder = changed.from_user
            if chat.id not in self._moved_to and await self._administrators.manages(chat.id, adder.id):
                await self._say_hello(chat.id, Reader(adder.language_code or "en"))

    async def _say_hello(self, chat_id: int, reader: Reader) -> None:
        text = say(_("Hello! /host announces an event here, with buttons to say who is coming."))
        try:
            await send(self._bot, Place(chat_id), Reply(text=text, private=False), reader, insistently)
        except DeliveryError as error:
            log.info("A group could not be greeted.", extra={"error": type(error).__name__})

    async def _move(self, old: int, new: int) -> None:
        self._administrators.forget(old)
        self._moved_to[new] = None
        if len(self._moved_to) > _REMEMBERED:
            del self._moved_to[next(iter(self._moved_to))]
        await self._app.moved(PLATFORM, str(old), str(new))


def _is_in(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in (ChatMember.LEFT, ChatMember.BANNED)
