"""Whom an export of LinkedIn tells of: by their profiles, and by their names where a file has nothing else."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from core.facts.keys import handle_key
from core.facts.people import Handle
from core.imports.linkedin.cells import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody on LinkedIn."""

    name: str
    profile: Handle | None = None
    company: str = ""
    keys: tuple[str, ...] = ()  # by which the files of one export know them, their profile's among them

    @property
    def origins(self) -> tuple[str, ...]:
        """How they are known again (core/facts/imports.py): by the profile, which is a handle as well, only where
        there is nothing else."""
        return tuple(key for key in self.keys if not self.profile or key != handle_key(self.profile)) or self.keys

    @property
    def handles(self) -> tuple[Handle, ...]:
        return (self.profile,) if self.profile else ()


class Circle:
    """The owner's connections, and the profiles of whoever else the files name."""

    def __init__(self, connections: Collection[Member] = ()) -> None:
        self._connected: dict[str, list[Member]] = {}  # by folded name
        self._keys = frozenset(key for each in connections for key in each.keys)
        self._by_profile: dict[Handle, Member] = {}
        self._profiles: dict[str, set[Handle]] = {}  # of all that are called so
        for each in connections:
            self._connect(each)

    def note(self, name: str, profile: Handle | None) -> None:
        """Somebody whom a file has with name and profile; to be noted of all files before anybody is looked for."""
        if profile and name and profile not in self._by_profile:
            self._profiles.setdefault(folded(name), set()).add(profile)

    def knows(self, name: str) -> bool:
        """Whether somebody is called so."""
        return folded(name) in self._connected or folded(name) in self._profiles

    def is_connected(self, member: Member) -> bool:
        return not self._keys.isdisjoint(member.keys)

    def find(self, name: str, profile: Handle | None = None, company: str = "") -> Member | None:
        """Who that is; None for a name that several have. Somebody whom no other file knows is made up of it."""
        return self._of_profile(name, profile) if profile else self._of_name(name, company)

    def _connect(self, member: Member) -> None:
        """The exports of two years may be sent together: what shares an origin is the same."""
        called = self._connected.setdefault(folded(member.name), [])
        for same in [each for each in called if not set(each.keys).isdisjoint(member.keys)]:
            called.remove(same)
            keys = tuple(dict.fromkeys((*member.keys, *same.keys)))
            member = replace(member, profile=member.profile or same.profile, keys=keys)
        called.append(member)
        if member.profile:
            self._by_profile[member.profile] = member
            self._profiles.setdefault(folded(member.name), set()).add(member.profile)

    def _of_profile(self, name: str, profile: Handle) -> Member:
        """Before 2023 connections came without profiles: the one of a name has the one profile of that name."""
        if known := self._by_profile.get(profile):
            return known
        called = self._connected.get(folded(name), [])
        others = self._profiles.get(folded(name), set()) - {profile}
        if len(called) == 1 and called[0].profile is None and not others:
            return replace(called[0], profile=profile, keys=(handle_key(profile), *called[0].keys))
        return Member(name=name, profile=profile, keys=(handle_key(profile),))

    def _of_name(self, name: str, company: str) -> Member | None:
        called = self._connected.get(folded(name), [])
        profiles = self._profiles.get(folded(name), set())
        strangers = profiles - {each.profile for each in called}
        if not called and not strangers:
            return Member(name=name, keys=(name_origin(name),))
        if len(called) == 1 and not strangers:
            return called[0]
        if len(strangers) == 1 and (not called or (len(called) == 1 and called[0].profile is None)):
            return self._of_profile(name, *strangers)
        there = [each for each in called if company and folded(each.company) == folded(company)]
        return there[0] if len(there) == 1 else None


def name_origin(name: str) -> str:
    """The key of somebody of whom LinkedIn says nothing but the name.

    >>> name_origin("Tomás Reyes")
    'linkedin:name:tomas reyes'
    """
    return f"linkedin:name:{folded(name)}"
