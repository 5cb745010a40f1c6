"""What the ledger's checks ask a register: the official name of a key, and the key of a name."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.register.bodies import open_register

if TYPE_CHECKING:
    import datetime

    from engagiert_cli.register.bodies import Register


class Official(NamedTuple):
    """The names and keys in a register."""

    register: Register

    def official_name(self, key: str) -> str | None:
        """Return the name in full of the body with that key, or None."""
        body = self.register.get(key)
        return body.name if body else None

    def key_of(self, name: str) -> str | None:
        """Return the key of the one body that the name means, in whatever spelling, or None."""
        return key_of(self.register, name)

    def is_kind(self, kind: str) -> bool:
        """Whether bodies of the register are of this kind, such as Stadt."""
        from engagiert_cli.register.designations import level_of

        return level_of(kind) is not None

    def fate_of(self, key: str) -> Gone | None:
        """Return what became of the body with that key; None where it never was, or still is."""
        from engagiert_cli.register.successions import How, fate_of  # hardly any ledger has such a key

        fate = fate_of(key, self.register)
        if fate is None:
            return None
        heirs = tuple((heir, self.official_name(heir) or "") for heir in fate.heirs)
        return Gone(fate.name, fate.how is How.RENUMBERED, fate.day, heirs)


class Gone(NamedTuple):
    """What became of a body whose key is no more."""

    name: str
    """What it was called."""
    renumbered: bool
    """Whether it is the same body, with another key."""
    day: datetime.date | None
    heirs: tuple[tuple[str, str], ...]
    """The keys and the names of what it is or belongs to now, the largest part first."""


def open_official(name: str) -> Official:
    """Return the names in the register of that name. Raises `Refusal` where there is none."""
    return Official(open_register(name))


@lru_cache(maxsize=4096)  # several parts of a row ask for the same
def key_of(register: Register, name: str) -> str | None:
    """Return the key of the one body of the register that the name means, in whatever spelling, or None."""
    from engagiert_cli.register.names import Found, names_of  # few commands look for names

    found = names_of(register).find(name)
    return found.body.key if isinstance(found, Found) else None


def is_known(name: str) -> bool:
    """Whether a body of Germany is called so, or several are, in whatever spelling."""
    from engagiert_cli.register.names import Found, Several, names_of

    return isinstance(names_of(open_register("de")).find(name), Found | Several)
