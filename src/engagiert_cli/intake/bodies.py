"""Whom the rows of a list mean: members as the ledger calls them, else bodies of its register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _
from engagiert_cli.ledger.members import Body
from engagiert_cli.register.bodies import open_register
from engagiert_cli.text import fold

if TYPE_CHECKING:
    from engagiert_cli.ledger.members import Ledger, Member
    from engagiert_cli.register.bodies import RegisteredBody
    from engagiert_cli.register.names import Names


class Bodies:
    """The bodies that a list can name; the register is opened once, however many there are."""

    def __init__(self, ledger: Ledger) -> None:
        self.homonyms: dict[str, str] = {}
        """The bare names that another body has as well, each with what it was taken for."""
        self._official: Names | None = None
        self._known: dict[str, Member] = {}
        if ledger.network.register:
            from engagiert_cli.register.names import names_of

            self._official = names_of(open_register(ledger.network.register))
            for member in ledger.members:
                self._known[fold(member.name)] = member
                if member.key:
                    self._known[member.key] = member

    def of(self, name: str, key: str | None, kind: str | None) -> Body:
        """Return the body that a row means. Raises `Refusal` where there is none, or two are meant."""
        if self._official is None:
            return Body(name, key, kind)
        known = self._known.get(key or "") or (None if key or kind else self._known.get(fold(name)))
        if known and (not name or fold(name) == fold(known.name)):
            return Body(known.name, known.key)
        from engagiert_cli.register.names import Found, level_of

        level = level_of(kind) if kind else None
        if kind and level is None:
            raise Refusal(
                _('"{kind}" is no designation').format(kind=kind),
                (
                    _("there are: {designations}").format(
                        designations=", ".join(each.value for each in self._official.register.designations)
                    ),
                ),
            )
        if not key:
            found = self._official.require(name, level)
            if found.namesakes:
                self.homonyms[" ".join(name.split())] = found.body.designation.value
            return _called(found.body, "")
        found = self._official.require(key, level)
        said = self._official.resolve(name, level) if name else found
        if not isinstance(said, Found):
            return _called(found.body, "")
        if found.body not in (said.body, *said.namesakes):
            raise Refusal(
                _("{key} is the key of {body}, not of {name}").format(
                    key=key, body=found.body.name, name=said.body.name
                ),
                (_("correct the key or the name"),),
            )
        return _called(found.body, name if found.body == said.body else "")


def _called(body: RegisteredBody, name: str) -> Body:
    """Return the body under its official name, or as the network writes it."""
    return Body(" ".join(name.split()) or body.name, body.key)
