"""Reading what somebody typed, aside from the event loop where it is long."""

import asyncio
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

LONG = 300  # characters: more of them take milliseconds to read, in which nobody else would be answered


async def read_aside(read: Callable[Concatenate[str, P], T], text: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
    """What `read` makes of the text: in a thread where that is long. Raises what `read` raises."""
    if len(text) > LONG:
        return await asyncio.to_thread(read, text, *args, **kwargs)
    return read(text, *args, **kwargs)
