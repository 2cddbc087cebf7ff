"""Names of weekdays as people write them."""

from datetime import date, timedelta

from core.chat.parsing.letters import plain_letters

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PLAIN = "|".join(WEEKDAYS) + r"|(?:tues?|thu(?:rs?)?|fri)\b\.?"
SHAKY = r"(?:mon|weds?|sat|sun)\b\.?"  # words of their own: whoever meets one must look at what stands around it


def weekday_number(name: str) -> int:
    """ "Thurs." → 3; Monday is 0."""
    short = plain_letters(name[:3]).casefold()
    return next(i for i, weekday in enumerate(WEEKDAYS) if weekday.startswith(short))


def is_shaky(name: str) -> bool:
    """ "sat" and "Sun.", but neither "Saturday" nor "fri"."""
    return len(name.rstrip(".")) <= 4 and name[:3].casefold() in ("mon", "wed", "sat", "sun")


def last_weekday(weekday: int, today: date) -> date:
    """The latest such day before today."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def next_weekday(weekday: int, today: date) -> date:
    """The first such day after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def in_week(weekday: int, today: date, weeks: int) -> date:
    """That day of this calendar week (0), the one before (-1) or after (1)."""
    return today + timedelta(days=weekday - today.weekday() + 7 * weeks)
