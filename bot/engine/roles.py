"""`roles.yml`: the forms of peer support."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.engine.step import Model, Words, listed


class PeerForm(Model):
    """One form: what such a peer does and does not do, and where that stands."""

    form: Words
    name: Words
    comes: Words  # the end of "komt als …", for the young person when one comes
    does: Words
    does_not: Words
    source: Words
    source_date: Words


class Roles(Model):
    """All forms."""

    roles: Annotated[tuple[PeerForm, ...], BeforeValidator(listed), Field(min_length=1)]

    def form(self, form: str | None) -> PeerForm | None:
        """A form by its English name."""
        return next((role for role in self.roles if role.form == form), None)

    def name_of(self, form: str | None) -> str:
        """How a form is called in Dutch; without a form a plain `maatje`."""
        found = self.form(form)
        return found.name if found is not None else "maatje"
