"""The training of volunteers: modules of `flows/training/`, each a list of steps with a question."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.engine.issues import Issue, Place, issue
from bot.engine.matching import matches
from bot.engine.reading import Document, read_file
from bot.engine.shape_errors import parsed
from bot.engine.step import Model, Words, listed

FOLDER = "training"
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class TrainingChoice(Model):
    """An answer to a check question, and what is said about it. Some of them are right."""

    say: Words
    then: Words
    right: bool = False


class TrainingStep(Model):
    """A piece of text, and a small question about it."""

    id: Name
    say: Words
    ask: Words
    choices: Annotated[
        tuple[TrainingChoice, ...], BeforeValidator(listed), Field(min_length=2, max_length=4)
    ]

    def chosen_by(self, text: str) -> int | None:
        """Which answer these words name: those of a button, or its number."""
        return next(
            (i for i, c in enumerate(self.choices) if matches(text, (c.say,), i + 1)),
            None,
        )


class Module(Model):
    """One module. `competence` is what a volunteer can do after it; `source` is where it stands."""

    module: Name
    title: Words
    order: int = Field(ge=1)
    competence: Words
    source: Words
    steps: Annotated[tuple[TrainingStep, ...], BeforeValidator(listed), Field(min_length=1)]

    def place_of(self, step: str) -> int:
        """Where a step stands; the beginning when an operator has taken it away meanwhile."""
        return next((i for i, s in enumerate(self.steps) if s.id == step), 0)


def load_training(
    folder: Path, shown: str, issues: list[Issue]
) -> tuple[dict[str, Document], tuple[Module, ...]]:
    """Every module of `flows/training/`, in their order, with the documents that they came from."""
    documents: dict[str, Document] = {}
    modules: dict[str, Module] = {}
    for path in sorted((folder / FOLDER).glob("*.y*ml")):
        document = read_file(path, f"{shown}/{FOLDER}/{path.name}")
        documents[path.name] = document
        issues += document.issues
        if document.data is None:
            continue
        module = parsed(Module, document.data, (), document, issues)
        if module is not None:
            issues += _mistakes(module, path.stem, document)
            modules.setdefault(module.module, module)
    return documents, tuple(sorted(modules.values(), key=lambda m: (m.order, m.module)))


def _mistakes(module: Module, stem: str, document: Document) -> list[Issue]:
    found: list[Issue] = []
    if module.module != stem:
        place = document.place("module")
        hint = f"Noem het bestand «{module.module}.yml», of de module «{stem}»."
        found.append(
            issue("file_name", place, flow=module.module, file=f"{stem}.yml", suggestion=hint)
        )
    first: dict[str, Place] = {}
    for i, step in enumerate(module.steps):
        place = document.place("steps", i)
        if step.id in first:
            found.append(issue("duplicate_step", place, step=step.id, first=first[step.id].line))
        first.setdefault(step.id, place)
        if not any(choice.right for choice in step.choices):
            reason = "minstens één antwoord heeft «right: true» nodig"
            place = document.place("steps", i, "choices")
            found.append(issue("wrong_value", place, key="choices", reason=reason))
    return found
