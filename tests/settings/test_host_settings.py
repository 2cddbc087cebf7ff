"""Settings: every mistake at once, in words, and never a secret's value."""

from datetime import time
from pathlib import Path

import pytest

from bots.settings import Mistakes, Settings, load

EXAMPLE = Path(__file__).parents[2] / ".env.example"
SECRETS = ("s3cr3t-t0ken", "pa55word")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def mistakes(monkeypatch: pytest.MonkeyPatch, **values: str) -> list[str]:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Mistakes) as caught:
        load(None)
    return caught.value.sentences


def test_without_anything_the_terminal_gets_one_file_here() -> None:
    settings = load(None)
    assert settings.telegram_token is None
    assert settings.database_url.get_secret_value() == "sqlite:///reachwell.db"
    assert settings.defaults.digest_at == time(8, 30)
    assert settings.defaults.digest_days == frozenset(range(5))
    assert settings.defaults.digest_size == 5


def test_an_empty_value_means_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    assert load(None) == Settings(_env_file=None)


def test_the_environment_beats_the_file_and_the_argument_beats_both(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text("DIGEST_SIZE=3\nDIGEST_TIME=7:15\nDATABASE_URL=sqlite:///file.db\nUNKNOWN=x\n", "utf-8-sig")
    monkeypatch.setenv("DIGEST_SIZE", "4")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///environment.db")
    settings = load(file, database_url="sqlite:///argument.db")
    assert (settings.digest_size, settings.digest_time) == (4, time(7, 15))
    assert settings.database_url.get_secret_value() == "sqlite:///argument.db"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("mon, WED,friday", {0, 2, 4}),
        ("Sat - Mon", {5, 6, 0}),
        ("thu to sat, Mon", {3, 4, 5, 0}),
        ("su", {6}),
        ("Mon–Sun", set(range(7))),
    ],
)
def test_days_of_the_digest(monkeypatch: pytest.MonkeyPatch, text: str, days: set[int]) -> None:
    monkeypatch.setenv("DIGEST_DAYS", text)
    assert load(None).digest_days == days


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("TELEGRAM_TOKEN", "nonsense", "123456789:"),
        ("TELEGRAM_API_URL", "127.0.0.1:8081", "http://127.0.0.1:8081"),
        ("TELEGRAM_API_URL", "http://host:99999", "http://127.0.0.1:8081"),
        ("TELEGRAM_API_URL", "http://[broken", "http://127.0.0.1:8081"),
        ("DATABASE_URL", "mysql://host/name", "postgresql://"),
        ("DATABASE_URL", "reachwell.db", "sqlite:///reachwell.db"),
        ("DATABASE_URL", "sqlite://", "sqlite:///reachwell.db"),
        ("DATABASE_URL", "postgresql://user:pw@[host/name", "postgresql://user:password@host/name"),
        ("DIGEST_TIME", "24:00", "08:30"),
        ("DIGEST_TIME", "830", "08:30"),
        ("DIGEST_DAYS", "Mon-Foo", "Mon-Fri"),
        ("DIGEST_DAYS", "m", "Mon-Fri"),
        ("DIGEST_SIZE", "0", "1 to 20"),
        ("DIGEST_SIZE", "many", "1 to 20"),
        ("PUBLIC_URL", "reachwell.example.org", "https://reachwell.example.org"),
        *(
            ("PUBLIC_URL", f"https://{each}", "https://reachwell.example.org")
            for each in (
                "a.org/?x=1",
                "a.org/?",
                "a.org/#",
                "ada:pw@a.org",
                "@a.org",
                "a b.org",
                "a.org/x y",
                "<b>",
            )
        ),
        ("PUBLIC_URL", "https://a.org\n/x", "https://reachwell.example.org"),
        ("WEB_HOST", "http://127.0.0.1", "127.0.0.1"),
        ("WEB_PORT", "0", "1 to 65535"),
        ("WEB_PORT", "65536", "1 to 65535"),
        ("WEB_PORT", "http", "1 to 65535"),
        ("LOG_LEVEL", "chatty", "WARNING"),
    ],
)
def test_a_mistake_names_the_variable_and_what_would_be_right(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, right: str
) -> None:
    (sentence,) = mistakes(monkeypatch, **{name: value})
    assert sentence.startswith(f"{name}: ")
    assert right in sentence


def test_the_web_server_s_address_has_no_slash_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(None).public_url is None
    monkeypatch.setenv("PUBLIC_URL", " https://example.org/reachwell/ ")
    monkeypatch.setenv("WEB_HOST", "[::1]")
    monkeypatch.setenv("WEB_PORT", "8443")
    settings = load(None)
    assert (settings.public_url, settings.web_host, settings.web_port) == (
        "https://example.org/reachwell",
        "::1",
        8443,
    )


def test_all_mistakes_come_at_once_and_no_secret_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = mistakes(
        monkeypatch,
        TELEGRAM_TOKEN=SECRETS[0],
        TELEGRAM_API_URL="ftp://x",
        DISCORD_TOKEN=SECRETS[0],
        DISCORD_API_URL="ftp://x",
        DISCORD_GATEWAY_URL="http://x",
        DISCORD_SHARD_IDS="first",
        DISCORD_SHARD_COUNT="none",
        DATABASE_URL=f"mysql://user:{SECRETS[1]}@host/name",
        DIGEST_TIME="soon",
        DIGEST_DAYS="never",
        DIGEST_SIZE="lots",
        PUBLIC_URL="example",
        WEB_HOST="here and there",
        WEB_PORT="eighty",
        LOG_LEVEL="loud",
    )
    named = {sentence.partition(":")[0] for sentence in sentences}
    assert named == {name.upper() for name in Settings.model_fields}
    assert not [secret for secret in SECRETS if secret in " ".join(sentences)]


def test_a_wrong_argument_is_called_by_its_own_name() -> None:
    with pytest.raises(Mistakes) as caught:
        load(None, database_url="nowhere")
    assert caught.value.sentences[0].startswith("--database: ")


def test_a_file_that_is_no_text_is_said_and_not_quoted(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"TELEGRAM_TOKEN=" + SECRETS[0].encode() + b"\xff\xfe\n")
    with pytest.raises(Mistakes) as caught:
        load(file)
    assert str(file) in caught.value.sentences[0]
    assert SECRETS[0] not in caught.value.sentences[0]
    assert caught.value.__cause__ is None


def test_settings_never_show_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", f"12:{SECRETS[0]}")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://user:{SECRETS[1]}@host/name")
    settings = load(None)
    assert not [secret for secret in SECRETS if secret in f"{settings!r} {settings}"]
    assert settings.secrets == {f"12:{SECRETS[0]}", SECRETS[1]}


def test_the_example_has_every_setting_with_a_comment_and_loads() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    named = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)
    for name in named:
        above = lines[next(i for i, line in enumerate(lines) if line.startswith(f"{name}=")) - 1]
        assert above.startswith("# "), name
    assert load(EXAMPLE) == Settings(_env_file=None)  # what it shows are the defaults
