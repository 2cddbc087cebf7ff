"""Platforms that are left alone for a while: they have asked for patience, or cannot be reached."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(minutes=1)


@dataclass(slots=True)
class _Rest:
    since: datetime
    until: datetime
    failures: int


class Resting:
    """Kept in memory: after a restart a platform is asked again."""

    def __init__(self) -> None:
        self._rests: dict[str, _Rest] = {}

    def until(self, platform: str, now: datetime) -> datetime | None:
        """Until when it is left alone; None: it is not. A clock that is put back ends every rest."""
        rest = self._rests.get(platform)
        return rest.until if rest is not None and rest.since <= now < rest.until else None

    def asked(self, platform: str, now: datetime, wait: timedelta) -> None:
        """It has asked for patience."""
        until = max(now + wait, self.until(platform, now) or now)
        self._rests[platform] = _Rest(since=now, until=until, failures=0)

    def failed(self, platform: str, now: datetime) -> None:
        """It cannot be reached: a second's rest, and twice as long each time. Several that fail at once are one."""
        if self.until(platform, now) is not None:
            return
        failures = self._rests[platform].failures + 1 if platform in self._rests else 0
        rest = min(timedelta(seconds=2**failures), LONGEST) if failures < 10 else LONGEST
        self._rests[platform] = _Rest(since=now, until=now + rest, failures=failures)

    def works(self, platform: str, now: datetime) -> None:
        """It has taken a message."""
        if self.until(platform, now) is None:
            self._rests.pop(platform, None)
