"""Settings: what a host may choose, from the environment and a `.env` file, checked all at once."""

import re
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.facts.account import Defaults

DATABASES = ("sqlite", "postgresql", "postgres")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
MOST_PEOPLE = 20  # in one digest: more is a list that nobody works through
_PUBLIC_URL = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?(?:/[\w.~-]+)*/*",
    re.IGNORECASE | re.ASCII,
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Mistakes(Exception):
    """Everything that is wrong with the settings, one sentence each. Never holds a secret's value."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("mistakes in the settings")
        self.sentences = sentences


def _read_token(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value().strip(), re.ASCII):
        raise ValueError(
            "this is not a bot's token. BotFather gives one like 123456789:AAExampleExample "
            "(a number, a colon, letters)."
        )
    return SecretStr(token.get_secret_value().strip())


def _read_api_url(url: str) -> str:
    if not _is_address(url, "http", "https"):
        raise ValueError(
            "this is not a server's address. It looks like http://127.0.0.1:8081; "
            "leave it empty for Telegram's own server."
        )
    return url.strip().rstrip("/")


def _read_discord_token(token: SecretStr) -> SecretStr:
    text = token.get_secret_value().strip().removeprefix("Bot ").strip()
    if not re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", text, re.ASCII):
        raise ValueError(
            "this is not a bot's token. The developer portal gives one under Bot, Reset Token: three parts with a "
            "dot between them. (The public key, the client secret and the application id are something else.)"
        )
    return SecretStr(text)


def _read_discord_api_url(url: str) -> str:
    if not _is_address(url, "http", "https"):
        raise ValueError(
            "this is not a server's address. It looks like http://127.0.0.1:9000/api/v10; "
            "leave it empty for Discord's own."
        )
    return url.strip().rstrip("/")


def _read_public_url(url: str) -> str:
    # It goes into links and QR codes as it stands: nothing but a host, a port, a path.
    if _split(url) is None or not _PUBLIC_URL.fullmatch(url.strip()):
        raise ValueError(
            "this is not an address at which a web server is found from outside. It looks like "
            "https://reachwell.example.org (perhaps with a port or a path, but without a name, a password, a ? or "
            "a #); leave it empty for no web server."
        )
    return url.strip().rstrip("/")


def _read_host(host: str) -> str:
    found = host.strip().strip("[]")
    if not re.fullmatch(r"[\w.:%-]+", found, re.ASCII):
        raise ValueError(
            "this is not an address of this machine. It looks like 127.0.0.1 (only from here), or 0.0.0.0 (from "
            "everywhere)."
        )
    return found


def _read_port(text: Any) -> int:
    if not re.fullmatch(r"\s*\d{1,5}\s*", str(text), re.ASCII) or not 1 <= int(text) <= 65_535:
        raise ValueError("this is not a port. It is a number from 1 to 65535, for instance 8080.")
    return int(text)


def _read_gateway_url(url: str) -> str:
    if not _is_address(url, "ws", "wss"):
        raise ValueError(
            "this is not a gateway's address. It looks like ws://127.0.0.1:9000/gw; "
            "leave it empty for Discord's own."
        )
    return url.strip()


def _read_shard_ids(text: Any) -> frozenset[int]:
    if isinstance(text, frozenset):
        return text
    ids: set[int] = set()
    for part in re.split(r"[\s,;]+", re.sub(r"\s*[-–]\s*", "-", str(text).strip())):
        found = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", part, re.ASCII)
        if found is None or (found[2] and int(found[2]) < int(found[1])):
            raise ValueError("these are not numbers of shards. They look like 0, or 0,1,2, or 0-3.")
        ids.update(range(int(found[1]), int(found[2] or found[1]) + 1))
    return frozenset(ids)


def _read_shard_count(text: Any) -> int:
    if isinstance(text, int):
        return text
    if not re.fullmatch(r"\s*\d{1,5}\s*", str(text), re.ASCII) or int(text) < 1:
        raise ValueError("this is not a number of shards. It is a number from 1 on, the same for every process.")
    return int(text)


def _read_database_url(url: SecretStr) -> SecretStr:
    address = url.get_secret_value().strip()
    scheme, _, rest = address.partition("://")
    if _split(address) is None or scheme.partition("+")[0] not in DATABASES or not rest.strip("/"):
        raise ValueError(
            "this is not a database that Reachwell knows. It looks like sqlite:///reachwell.db (a file) "
            "or postgresql://user:password@host/name."
        )
    return SecretStr(address)


def _is_address(url: str, *schemes: str) -> bool:
    parts = _split(url)
    return (
        parts is not None
        and parts.scheme in schemes
        and bool(parts.hostname)
        and not parts.query
        and not parts.fragment
    )


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        _ = parts.port  # only looking at it finds out that it is none
    except ValueError:
        return None
    return parts


def _read_time(text: Any) -> time:
    if isinstance(text, time):
        return text
    # pydantic itself would read "830" as seconds after midnight.
    match = re.fullmatch(r"\s*(\d{1,2}):(\d{2})\s*", str(text), re.ASCII)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError("this is not a time of day. It looks like 08:30 (hours 0 to 23, minutes 00 to 59).")
    return time(int(match[1]), int(match[2]))


def _read_days(text: Any) -> frozenset[int]:
    if isinstance(text, frozenset):
        return text
    days: set[int] = set()
    # "Mon - Fri" and "Mon to Fri" are one range, everything else between words starts a new day.
    for part in re.split(r"[\s,;]+", re.sub(r"\s*(?:[-–]|\bto\b)\s*", "-", str(text).strip().lower())):
        first, _, last = part.partition("-")
        start, end = _day(first), _day(last or first)
        days.update((start + i) % 7 for i in range((end - start) % 7 + 1))
    return frozenset(days)


def _day(word: str) -> int:
    for index, day in enumerate(_DAYS):
        if len(word) >= 2 and (word.startswith(day) or day.startswith(word)):
            return index
    raise ValueError("these are not days of the week. They look like Mon-Fri, or Mon,Wed,Fri.")


def _read_level(level: str) -> str:
    if level.strip().upper() not in LOG_LEVELS:
        raise ValueError(f"there is no such level. Choose one of {', '.join(LOG_LEVELS)}.")
    return level.strip().upper()


class Settings(BaseSettings):
    """What the host chose. An empty value means unset; `.env.example` explains each."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8-sig",  # Windows editors put a mark in front
        env_ignore_empty=True,
        extra="ignore",  # the environment is full of other people's variables, and so may be .env
        frozen=True,
        hide_input_in_errors=True,
    )

    telegram_token: Annotated[SecretStr, AfterValidator(_read_token)] | None = None
    telegram_api_url: Annotated[str, AfterValidator(_read_api_url)] | None = None
    discord_token: Annotated[SecretStr, AfterValidator(_read_discord_token)] | None = None
    discord_api_url: Annotated[str, AfterValidator(_read_discord_api_url)] | None = None
    discord_gateway_url: Annotated[str, AfterValidator(_read_gateway_url)] | None = None
    discord_shard_ids: Annotated[frozenset[int], NoDecode, BeforeValidator(_read_shard_ids)] | None = None
    discord_shard_count: Annotated[int, BeforeValidator(_read_shard_count)] | None = None
    # The address of a database may hold a password.
    database_url: Annotated[SecretStr, AfterValidator(_read_database_url)] = SecretStr("sqlite:///reachwell.db")
    digest_time: Annotated[time, BeforeValidator(_read_time)] = Defaults().digest_at
    digest_days: Annotated[frozenset[int], NoDecode, BeforeValidator(_read_days)] = Defaults().digest_days
    digest_size: int = Field(default=Defaults().digest_size, ge=1, le=MOST_PEOPLE)
    public_url: Annotated[str, AfterValidator(_read_public_url)] | None = None
    web_host: Annotated[str, AfterValidator(_read_host)] = "127.0.0.1"
    web_port: Annotated[int, BeforeValidator(_read_port)] = 8080
    log_level: Annotated[str, AfterValidator(_read_level)] = "INFO"

    @model_validator(mode="after")
    def _shards_fit(self) -> Self:
        ids, shard_count = self.discord_shard_ids, self.discord_shard_count
        if ids is not None and shard_count is None:
            raise ValueError("DISCORD_SHARD_COUNT: is needed with DISCORD_SHARD_IDS: of how many shards these are.")
        if ids is not None and shard_count is not None and max(ids) >= shard_count:
            raise ValueError(
                f"DISCORD_SHARD_IDS: there is no shard {max(ids)} among {shard_count}: they are counted from 0."
            )
        return self

    @property
    def platforms(self) -> tuple[str, ...]:
        """Those that have a token."""
        tokens = {"telegram": self.telegram_token, "discord": self.discord_token}
        return tuple(platform for platform, token in tokens.items() if token is not None)

    @property
    def defaults(self) -> Defaults:
        """What a new account starts with."""
        return Defaults(digest_at=self.digest_time, digest_days=self.digest_days, digest_size=self.digest_size)

    @property
    def secrets(self) -> frozenset[str]:
        """What must never be printed or logged."""
        found = {urlsplit(self.database_url.get_secret_value()).password or ""}
        found |= {token.get_secret_value() for token in (self.telegram_token, self.discord_token) if token}
        return frozenset(secret for secret in found if secret)


def load(env_file: Path | None = Path(".env"), *, database_url: str | None = None) -> Settings:
    """The settings from the environment, then `env_file`; `database_url` (from --database) wins over both.

    Raises Mistakes with a sentence for each setting that cannot be used.
    """
    chosen: dict[str, Any] = {"_env_file": env_file}
    if database_url is not None:
        chosen["database_url"] = database_url
    try:
        return Settings(**chosen)
    except ValidationError as error:
        named = "--database" if database_url is not None else "DATABASE_URL"
        raise Mistakes([_sentence(mistake, named) for mistake in error.errors(include_input=False)]) from None
    except (OSError, UnicodeDecodeError):
        # `from None`: a decoding error quotes the bytes of the file, secrets among them.
        raise Mistakes(
            [f"{env_file}: this file cannot be read. Is it plain text (UTF-8), and yours to read?"]
        ) from None


def _sentence(mistake: Any, database: str) -> str:
    """One of pydantic's errors as "NAME: what is wrong and what would be right"."""
    if not mistake["loc"]:  # about several settings together
        return str(mistake["ctx"]["error"])
    field = str(mistake["loc"][0])
    name = database if field == "database_url" else field.upper()
    if mistake["type"] == "value_error":
        return f"{name}: {mistake['ctx']['error']}"
    # The one field whose type pydantic itself checks is a number.
    return f"{name}: this is not a number of people. Choose one from 1 to {MOST_PEOPLE}, for instance 5."
