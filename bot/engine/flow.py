"""A flow: a named list of steps, as an operator wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.engine.issues import Place
from bot.engine.step import Step


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow. `places` tells where each step stands in its file."""

    name: str
    title: str
    steps: tuple[Step, ...]
    topics: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    places: dict[str, Place] = field(default_factory=dict)
    file: str = ""

    @classmethod
    def built(cls, name: str, steps: tuple[Step, ...]) -> Flow:
        """A flow that Maatje builds itself (danger), not an operator."""
        return cls(name, name, steps)

    @property
    def first(self) -> str:
        """The id of the first step."""
        return self.steps[0].id

    def step(self, step: str) -> Step | None:
        """The step with this id."""
        return next((s for s in self.steps if s.id == step), None)
