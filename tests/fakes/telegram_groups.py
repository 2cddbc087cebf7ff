"""Groups in Telegram: who manages them, whether the bot is there and what it may do, and how they become others."""

from typing import TYPE_CHECKING, Any

from tests.fakes.telegram_people import Chat, Person
from tests.fakes.telegram_trouble import Refused

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_MEMBER = {"status": "member"}
_GONE = {"status": "left"}


class Group(Chat):
    """A group with the bot in it, unless it is `present` no more."""

    def __init__(self, fake: "FakeTelegram", chat_id: int, name: str, kind: str = "supergroup") -> None:
        super().__init__(fake, chat_id, name)
        self.kind = kind
        self.administrators: list[Person] = []  # the creator first
        self.present = True
        self.may_pin = True
        self.pinned: list[int] = []
        self.topics: set[int] | None = None  # None: any; a message to one that is not there is refused

    async def adds_bot(self, by: Person) -> None:
        self.present = True
        await self._changes(by, _GONE, _MEMBER)

    async def removes_bot(self, by: Person) -> None:
        self.present = False
        await self._changes(by, _MEMBER, {"status": "kicked", "until_date": 0})

    async def becomes_supergroup(self, by: Person) -> "Group":
        """It is another chat from now on, and says so in both."""
        new = self._fake.group(self.name)
        new.administrators = self.administrators
        self._fake.moved[self.id] = new.id
        for chat, told in ((self, {"migrate_to_chat_id": new.id}), (new, {"migrate_from_chat_id": self.id})):
            await self._fake.delivers({"message": {"from": by.user_json(), **self._fake.new_message(chat), **told}})
        await self._fake.settled()
        return new

    async def hears_anonymously(self, text: str) -> None:
        """An administrator says something behind the group's name."""
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        content = {"from": ANONYMOUS, "sender_chat": self.as_json(), "text": text, "entities": entities}
        await self._fake.delivers({"message": {**self._fake.new_message(self), **content}})
        await self._fake.settled()

    # What Telegram says of it to the bot

    def administrators_json(self) -> list[dict[str, Any]]:
        self.lets_write(None)
        creator, *others = self.administrators or [None]
        rights = dict.fromkeys(_RIGHTS, False)
        listed = [{"status": "creator", "user": creator.user_json(), "is_anonymous": False}] if creator else []
        for each in others:
            assert each is not None
            listed.append({"status": "administrator", "user": each.user_json(), "can_be_edited": False, **rights})
        return listed

    def lets_write(self, topic: int | None) -> None:
        """Raises Refused where the bot may not."""
        if not self.present:
            raise Refused(403, f"Forbidden: bot is not a member of the {self.kind} chat")
        if topic is not None and self.topics is not None and topic not in self.topics:
            raise Refused(400, "Bad Request: message thread not found")

    def pins(self, message_id: int) -> None:
        """Raises Refused where the bot may not."""
        self.lets_write(None)
        if not self.may_pin:
            raise Refused(400, "Bad Request: not enough rights to manage pinned messages in the chat")
        if all(each.id != message_id for each in self.messages):
            raise Refused(400, "Bad Request: message to pin not found")
        self.pinned.append(message_id)

    def unpins(self, message_id: int) -> None:
        """Raises Refused where the bot may not."""
        self.lets_write(None)
        if not self.may_pin:
            raise Refused(400, "Bad Request: not enough rights to manage pinned messages in the chat")
        if message_id not in self.pinned:
            raise Refused(400, "Bad Request: message to unpin not found")
        self.pinned.remove(message_id)

    async def _changes(self, by: Person, old: dict[str, Any], new: dict[str, Any]) -> None:
        me = self._fake.bot_json()
        changed = {
            "chat": self.as_json(),
            "from": by.user_json(),
            "date": 1_790_000_000,
            "old_chat_member": {**old, "user": me},
            "new_chat_member": {**new, "user": me},
        }
        await self._fake.delivers({"my_chat_member": changed})
        await self._fake.settled()


_RIGHTS = (
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
