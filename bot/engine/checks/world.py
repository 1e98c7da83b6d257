"""What the checks look at, and the ways through it that they share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.engine.contract import Contract
from bot.engine.flow import Flow
from bot.engine.loading import SPECIAL, Library
from bot.engine.reading import Data, Document
from bot.engine.step import Step


@dataclass(frozen=True)
class World:
    """What the checks look at: the library, the labels, and where the talks are (if anywhere)."""

    library: Library
    contract: Contract
    talks: Path | None

    @cached_property
    def steps(self) -> tuple[tuple[Flow, Step, Document, int], ...]:
        """Every step with its flow, document and place in the list."""
        return tuple(_steps(self))


def read_flows(world: World) -> Iterator[tuple[Flow, Document]]:
    """Every flow with the document that it was read from."""
    by_file = {flow.file: flow for flow in world.library.flows.values()}
    for name, document in world.library.documents.items():
        if document.file in by_file and name not in SPECIAL:
            yield by_file[document.file], document


def rows_of(document: Document | None, key: str) -> list[Data]:
    """What the file says under `key`, also what could not be understood."""
    data = document.data if document else None
    rows = data.get(key) if isinstance(data, dict) else None
    return rows if isinstance(rows, list) else []


def index_of(rows: list[Data]) -> dict[str, int]:
    """Where each id stands; of two the first."""
    index: dict[str, int] = {}
    for i, row in enumerate(rows):
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            index.setdefault(str(row["id"]), i)
    return index


def whole_flows(world: World) -> Iterator[Flow]:
    """The flows of which every step could be read: only there one can say what is never reached."""
    for flow, document in read_flows(world):
        if flow.steps and len(flow.steps) == len(rows_of(document, "steps")):
            yield flow


def read_steps(world: World) -> Iterator[tuple[Flow, Step, Document, int]]:
    """Every step with its flow, document and place in the list."""
    yield from world.steps


def _steps(world: World) -> Iterator[tuple[Flow, Step, Document, int]]:
    for flow, document in read_flows(world):
        index = index_of(rows_of(document, "steps"))
        for step in flow.steps:
            yield flow, step, document, index.get(step.id, 0)
