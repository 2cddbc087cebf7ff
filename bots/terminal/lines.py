"""Where lines come from: a pipe or a file with one message a line, or somebody at a prompt."""

import asyncio
import codecs
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded only in front of a terminal: it takes a fifth of a second
    from prompt_toolkit import PromptSession

_CHUNK = 65536  # bytes
_READ_AHEAD = 100  # lines


async def piped_lines(descriptor: int) -> AsyncIterator[str]:
    """The lines that can be read from a file descriptor, until it ends."""
    # A thread of its own, because an event loop can wait for pipes but not for files or /dev/null; a daemon,
    # because a reader that waits for its next line must not keep the process from ending; and os.read,
    # because one that died with sys.stdin's lock would take the interpreter down with it.
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    room = threading.Semaphore(_READ_AHEAD)

    def read() -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile
            for line in _lines_of(descriptor):
                room.acquire()
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, name="lines", daemon=True).start()
    while (line := await lines.get()) is not None:
        room.release()
        yield line


async def prompted_lines(session: "PromptSession[str]", prompt: Callable[[], str]) -> AsyncIterator[str]:
    """What somebody types, until Ctrl-D, or Ctrl-C on an empty line."""
    while True:
        try:
            # Not prompt-toolkit's own SIGINT: leaving the prompt it would remove ours.
            yield await session.prompt_async(prompt, handle_sigint=False, set_exception_handler=False)
        except KeyboardInterrupt:
            if not session.default_buffer.text:
                return
        except EOFError:
            return


async def until(stop: asyncio.Event, lines: AsyncIterator[str]) -> AsyncIterator[str]:
    """The lines until `stop` is set, even while the next one is awaited."""
    stopped = asyncio.create_task(stop.wait())
    try:
        while not stop.is_set():
            coming = asyncio.ensure_future(anext(lines, None))
            await asyncio.wait({coming, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                coming.cancel()
                with suppress(asyncio.CancelledError):
                    await coming
                return
            line = coming.result()
            if line is None:
                return
            yield line
    finally:
        stopped.cancel()


def _lines_of(descriptor: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
    rest = ""
    while chunk := os.read(descriptor, _CHUNK):
        *whole, rest = (rest + decoder.decode(chunk)).split("\n")
        yield from (line.rstrip("\r") for line in whole)
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest
