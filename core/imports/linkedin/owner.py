"""Whose export it is: by what name and profile the owner appears in it among all the others."""

from core.facts.keys import handle_key
from core.facts.people import Handle
from core.imports.linkedin.cells import folded, full_name, rows
from core.imports.linkedin.circle import name_origin
from core.imports.reading.source import Piece, Reading


class Owner:
    """The owner's own names and profiles, as far as the files have said them."""

    def __init__(self) -> None:
        self.names: set[str] = set()  # folded
        self.profiles: set[Handle] = set()

    @property
    def is_known(self) -> bool:
        return bool(self.names or self.profiles)

    @property
    def keys(self) -> tuple[str, ...]:
        """How they may be known again in another file (core/facts/imports.py)."""
        return (*sorted(map(name_origin, self.names)), *sorted(map(handle_key, self.profiles)))

    def note(self, name: str = "", profile: Handle | None = None) -> None:
        if folded(name):
            self.names.add(folded(name))
        if profile:
            self.profiles.add(profile)

    def is_it(self, name: str, profile: Handle | None) -> bool:
        """Whether that is the owner: a namesake has another profile."""
        if profile and self.profiles:
            return profile in self.profiles
        return folded(name) in self.names


def read(piece: Piece, reading: Reading, owner: Owner) -> None:
    """The name in Profile.csv; the address of the profile is in none of LinkedIn's tables."""
    for row in rows(piece, reading, "firstname", "lastname", "headline"):
        owner.note(full_name(row.cells["firstname"], row.cells["lastname"]))
