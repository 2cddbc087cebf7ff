"""What Telegram delivers, as a request to the core. Pure: nothing is fetched or sent here."""

import re
from collections.abc import Collection

from telegram import CallbackQuery, Chat, Contact, Message, Update, User

from bots.telegram.places import Place
from core.chat import request as chat
from core.chat.request import Actor, CardShared, Group, PlaceKind, Press, Request, Upload

PLATFORM = "telegram"
_COMMAND = re.compile(r"/(\w{1,64})(?:@(\w{1,64}))?(?!\S)")
GROUPS = (Chat.GROUP, Chat.SUPERGROUP)


def request_of(update: Update, bot_name: str, commands: Collection[str]) -> Request | None:
    """The request that an update makes; None when it is not for us.

    `commands` are the names that a group may leave without our name behind them: there are other bots. Edited
    messages are not looked at: what was done once would be done again. Whether somebody manages the group is not
    known here.
    """
    if update.callback_query is not None:
        return _press(update, update.callback_query)
    message = update.message
    if message is None or not spoken(message) or message.from_user is None:
        return None
    in_group = message.chat.type in GROUPS
    body = _said_in_group(message, bot_name, commands) if in_group else _said_in_private(message)
    if body is None:
        return None
    return Request(
        key=_key(update.update_id),
        actor=actor_of(message.from_user),
        body=body,
        place=PlaceKind.GROUP if in_group else PlaceKind.PRIVATE,
        group=_group(message.chat, place_of(update)) if in_group else None,
    )


def place_of(update: Update) -> Place | None:
    """The chat, and the topic in it, in which somebody spoke or pressed; None where we are not in that chat."""
    message = update.callback_query.message if update.callback_query else update.message
    if message is None:
        return None
    topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return Place(message.chat.id, topic)


def masked(message: Message, bot_name: str, commands: Collection[str]) -> bool:
    """Whether a command is for us that an administrator gives behind the group's name: who that is nobody tells."""
    behind = message.sender_chat is not None and message.sender_chat.id == message.chat.id
    return behind and message.chat.type in GROUPS and _said_in_group(message, bot_name, commands) is not None


def spoken(message: Message) -> bool:
    """Whether a person says this in their own name: not a bot, a channel, or an admin behind the group."""
    user = message.from_user
    return (
        user is not None
        and not user.is_bot
        and message.sender_chat is None
        and message.chat.type in (Chat.PRIVATE, *GROUPS)
    )


def actor_of(user: User) -> Actor:
    """Somebody in Telegram. Their private chat with the bot has the same number as they have."""
    return Actor(
        platform=PLATFORM,
        external_id=str(user.id),
        address=str(user.id),
        name=clean(user.full_name),
        locale=user.language_code or "en",
        handle=f"telegram @{user.username}" if user.username else "",
    )


def clean(text: str) -> str:
    """Without what no database and no UTF-8 can hold: NUL, and halves of surrogate pairs (JSON can carry both)."""
    return text.replace("\0", " ").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _press(update: Update, query: CallbackQuery) -> Request | None:
    if query.data is None or query.from_user.is_bot:
        return None
    in_private = query.message is not None and query.message.chat.type == Chat.PRIVATE
    in_group = query.message is not None and query.message.chat.type in GROUPS
    return Request(
        key=_key(update.update_id),
        actor=actor_of(query.from_user),
        body=Press(
            action=clean(query.data),
            inline=query.inline_message_id or "",
            message=str(query.message.message_id) if query.message else "",
        ),
        place=PlaceKind.PRIVATE if in_private else PlaceKind.GROUP,
        group=_group(query.message.chat, place_of(update)) if query.message and in_group else None,
    )


def _group(chat: Chat, place: Place | None) -> Group:
    address = place.address if place else str(chat.id)
    return Group(external_id=str(chat.id), address=address, name=clean(chat.title or ""))


def _said_in_group(message: Message, bot_name: str, commands: Collection[str]) -> chat.Message | None:
    text = clean(message.text or "")
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
        return Upload(name=clean(document.file_name or ""), size=document.file_size or 0, path=None)
    text = clean(message.text or message.caption or "")
    if not text:
        return None
    command = _COMMAND.match(text)
    return chat.Message(text=f"/{command[1]}{text[command.end() :]}" if command else text)


def _card(contact: Contact) -> CardShared:
    name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
    phone = contact.phone_number
    if contact.user_id and phone[:1].isdigit():  # Telegram's own numbers are international, but lack the sign
        phone = f"+{phone}"
    return CardShared(name=clean(name), phone=clean(phone))


def _key(update_id: int) -> str:
    return f"tg:{update_id}"
