"""What Telegram delivers, as a request to the core. Pure: nothing is fetched or sent here."""

import re
from collections.abc import Collection

from telegram import CallbackQuery, Chat, Contact, Message, Update, User

from core.chat import request as chat
from core.chat.request import Actor, CardShared, PlaceKind, Press, Request, Upload

PLATFORM = "telegram"
_COMMAND = re.compile(r"/(\w{1,64})(?:@(\w{1,64}))?(?!\S)")
_GROUPS = (Chat.GROUP, Chat.SUPERGROUP)


def request_of(update: Update, bot_name: str, commands: Collection[str]) -> Request | None:
    """The request that an update makes; None when it is not for us.

    `commands` are the names that a group may leave without our name behind them: there are other bots. Edited
    messages are not looked at: what was done once would be done again.
    """
    if update.callback_query is not None:
        return _press(update.update_id, update.callback_query)
    message = update.message
    if message is None or not spoken(message) or message.from_user is None:
        return None
    in_group = message.chat.type in _GROUPS
    body = _said_in_group(message, bot_name, commands) if in_group else _said_in_private(message)
    if body is None:
        return None
    place = PlaceKind.GROUP if in_group else PlaceKind.PRIVATE
    return Request(key=_key(update.update_id), actor=actor_of(message.from_user), body=body, place=place)


def spoken(message: Message) -> bool:
    """Whether a person says this in their own name: not a bot, a channel, or an admin behind the group."""
    user = message.from_user
    return (
        user is not None
        and not user.is_bot
        and message.sender_chat is None
        and message.chat.type in (Chat.PRIVATE, *_GROUPS)
    )


def actor_of(user: User) -> Actor:
    """Somebody in Telegram. Their private chat with the bot has the same number as they have."""
    return Actor(
        platform=PLATFORM,
        external_id=str(user.id),
        address=str(user.id),
        name=_clean(user.full_name),
        locale=user.language_code or "en",
    )


def _press(update_id: int, query: CallbackQuery) -> Request | None:
    if query.data is None or query.from_user.is_bot:
        return None
    in_group = query.message is not None and query.message.chat.type in _GROUPS
    return Request(
        key=_key(update_id),
        actor=actor_of(query.from_user),
        body=Press(action=_clean(query.data)),
        place=PlaceKind.GROUP if in_group else PlaceKind.PRIVATE,
    )


def _said_in_group(message: Message, bot_name: str, commands: Collection[str]) -> chat.Message | None:
    text = _clean(message.text or "")
    command = _COMMAND.match(text)
    if command is None:
        return None
    name, to = command.groups()
    ours = to.casefold() == bot_name.casefold() if to else name.casefold() in commands
    return chat.Message(text=f"/{name}{text[command.end() :]}") if ours else None


def _said_in_private(message: Message) -> chat.Message | Upload | CardShared | None:
    if message.contact is not None:
        return _card(message.contact)
    if message.document is not None:
        document = message.document
        return Upload(name=_clean(document.file_name or ""), size=document.file_size or 0, path=None)
    text = _clean(message.text or message.caption or "")
    if not text:
        return None
    command = _COMMAND.match(text)
    return chat.Message(text=f"/{command[1]}{text[command.end() :]}" if command else text)


def _card(contact: Contact) -> CardShared:
    name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
    phone = contact.phone_number
    if contact.user_id and phone[:1].isdigit():  # Telegram's own numbers are international, but lack the sign
        phone = f"+{phone}"
    return CardShared(name=_clean(name), phone=_clean(phone))


def _key(update_id: int) -> str:
    return f"tg:{update_id}"


def _clean(text: str) -> str:
    """Without what no database and no UTF-8 can hold: NUL, and halves of surrogate pairs (JSON can carry both)."""
    return text.replace("\0", " ").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
