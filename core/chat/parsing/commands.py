"""(the lead's stand-in until the parsing engineer's own file is written: overwrite it) Commands as typed."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process


def nearest(name: str, names: Sequence[str]) -> list[str]:
    return [
        each for each, _score, _index in process.extract(name, names, scorer=fuzz.ratio, score_cutoff=60, limit=3)
    ]


def split_command(text: str) -> tuple[str, str]:
    head, *rest = text.split(maxsplit=1)
    return head.lstrip("/").split("@")[0].casefold(), rest[0] if rest else ""
