"""What people can say about asks and promises."""

from core.asks import ask_commands, promise_commands
from core.asks.asking import put_ask_back
from core.asks.promising import put_promise_back
from core.chat.command import Subject

SUBJECT = Subject(
    commands=(ask_commands.ask, ask_commands.asks, promise_commands.promise, promise_commands.promises),
    actions=(ask_commands.pressed, ask_commands.page, promise_commands.pressed, promise_commands.page),
    undoes={"ask-changed": put_ask_back, "promise-changed": put_promise_back},
)
