"""What every kind of step has in common, and the moves that a step can make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

if TYPE_CHECKING:
    from bot.domain.interpretation import Interpretation
    from bot.engine.run import Run

END = "END"


def listed(value: Any) -> Any:
    """YAML gives lists; what is frozen holds tuples."""
    return tuple(value) if isinstance(value, list) else value


def _as_tuple(value: Any) -> Any:
    """One text, or a list of variants of which one is said."""
    return tuple(value) if isinstance(value, list | tuple) else (value,)


Words = Annotated[str, Field(min_length=1)]
Variants = Annotated[
    tuple[Words, ...],
    BeforeValidator(
        _as_tuple, json_schema_input_type=Words | Annotated[list[Words], Field(min_length=1)]
    ),
    Field(min_length=1),
]


@dataclass(frozen=True, slots=True)
class GoTo:
    """Go on with another step of this flow; `END` ends the flow."""

    step: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait here for an answer."""


@dataclass(frozen=True, slots=True)
class CallFlow:
    """Run another flow, then go on with `then`."""

    flow: str
    then: str


@dataclass(frozen=True, slots=True)
class LinkFlow:
    """Leave this flow for another one."""

    flow: str


Move = GoTo | Wait | CallFlow | LinkFlow


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to a waiting step: a pressed choice, or typed words with their meaning."""

    meaning: Interpretation
    text: str = ""
    pressed: int | None = None


class Model(BaseModel):
    """Everything in flows/: frozen, and a key that is not known is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Step(Model):
    """One step of a flow. Subclasses are the kinds; the list stands in `steps/__init__.py`."""

    id: Words
    next: Words | None = None

    def enter(self, run: Run) -> Move:
        """Do what the step does and say where to go."""
        raise NotImplementedError

    def answer(self, run: Run, answer: Answer) -> Move | None:
        """Where an answer leads, or `None` when it is not understood. Only for steps that wait."""
        raise NotImplementedError

    def onward(self) -> Move:
        """Go to `next` (the loader fills in the following step where it is left out)."""
        return GoTo(self.next or END)

    def targets(self) -> Iterator[str]:
        """The steps that this one can lead to."""
        if self.next:
            yield self.next

    def flows(self) -> Iterator[str]:
        """The flows that this step calls or links."""
        yield from ()

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every text that a person reads, with its path inside the step."""
        yield from ()

    @property
    def waits(self) -> bool:
        """Does this step wait for an answer?"""
        return False

    @property
    def passes(self) -> bool:
        """Can this step be passed without waiting for an answer?"""
        return not self.waits

    def is_open(self, run: Run) -> bool:
        """May a button lead here now? One that would lead nowhere is not shown."""
        return True

    @property
    def leaves(self) -> bool:
        """Does this step never go on to a following one (link, end, if)?"""
        return False
