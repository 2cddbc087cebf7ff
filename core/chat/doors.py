"""Doors: the addresses under which this installation is found. Adapters and the web server enter theirs."""

from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class Doors:
    """What is not served here is empty. Filled in while starting, before anybody is answered."""

    public_url: str = ""  # of our own web server, without a slash at the end
    telegram_bot: str = ""  # its user name

    def telegram(self, payload: str) -> str:
        """A link that opens the bot's chat with "/start payload" (64 of A-Z a-z 0-9 _ -); "" without Telegram."""
        return f"https://t.me/{self.telegram_bot}?start={payload}" if self.telegram_bot else ""

    def web(self, path: str) -> str:
        """A page of ours; "" where there is no web server. `path` begins with a slash."""
        return f"{self.public_url}{path}" if self.public_url else ""
