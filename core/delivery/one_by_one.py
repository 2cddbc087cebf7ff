"""One after another: of what the platform would show twice, no more than one is ever on its way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PATIENCE = 1.0  # seconds after which the one on its way delays nobody any more


class OneByOne:
    """Lets one through at a time, in the order in which they came.

    Whoever dies while several are being sent does not know of any of them whether it arrived, and would send them
    all again. One that hangs is passed: better two that may be repeated than one recipient who delays everybody.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._way = asyncio.Lock()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        await self._way.acquire()
        mine = True

        def let_go() -> None:
            nonlocal mine
            if mine:
                mine = False
                self._way.release()

        timer = asyncio.get_running_loop().call_later(self._patience, let_go)
        try:
            yield
        finally:
            timer.cancel()
            let_go()
