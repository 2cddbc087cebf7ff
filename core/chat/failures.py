"""What happens to an error of ours: into the log with a code but without anybody's words, and into one sentence."""

import logging
import secrets
import traceback

from core.chat.reply import Reply, say
from core.chat.words import _

log = logging.getLogger(__name__)


def apology(error: BaseException) -> Reply:
    """Log the error under a new code; what to tell the person, with the code."""
    code = secrets.token_hex(3)
    log.error("An answer failed:\n%s", trace(error), extra={"code": code})
    return Reply(text=say(_("Something went wrong on my side while I answered. (Code {code})"), code=code))


def trace(error: BaseException) -> str:
    """Where an error came from, causes first. Types and lines of code only: its text may hold names or notes.

    (A failed statement's text, for instance, ends with the values that were to be written.)
    """
    places = "".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__
    if getattr(error, "may_be_logged", False):
        places += f": {error}"
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    inside = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    return "\n".join([*map(trace, (before,) if before else ()), *map(trace, inside), places])
