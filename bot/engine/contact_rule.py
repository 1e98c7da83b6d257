"""What does not cross between a young person and a volunteer: ways to meet outside of Maatje."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.engine.matching import plain
from bot.engine.redacting import points_elsewhere
from bot.engine.step import Model, Words, listed


class ContactRule(Model):
    """`phrases`: words that ask to meet or to go on elsewhere. `tell_coordinator_after`: so many
    lines of one side are held back before the coordinator hears of it."""

    phrases: Annotated[tuple[Words, ...], BeforeValidator(listed)]
    tell_coordinator_after: int = Field(ge=1)

    def holds_back(self, text: str, helplines: Iterable[str] = ()) -> bool:
        """Must this line stay here? What `services.yml` names always passes."""
        said = f" {plain(text)} "
        asked = any(f" {plain(phrase)} " in said for phrase in self.phrases)
        return asked or points_elsewhere(text, helplines)
