"""Practice talks of volunteers: simulated young people of `flows/training/practice/`, each a small graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.domain.practice import LineKind
from bot.engine.issues import Issue, Place, did_you_mean, issue
from bot.engine.reading import Document, read_file
from bot.engine.shape_errors import parsed
from bot.engine.step import END, Model, Words, listed
from bot.engine.training import FOLDER as TRAINING
from bot.engine.training import Name

FOLDER = f"{TRAINING}/practice"
LONGEST_WHO = 20  # characters of the name before each line
REACTIONS = ("listen", "ask", "normalise", "advise", "judge", "otherwise", "backup")


class Reaction(Model):
    """What the simulated young person says back, what the trainer adds, and which step comes next."""

    say: Words
    note: Words | None = None
    next: Words | None = None


class PracticeStep(Model):
    """A line of the simulated young person, and what they do with each kind of answer. `otherwise`: with
    any other line, and with all of them when nobody can name them. `backup`: with `/achterwacht` or
    `/samen`, where that is right."""

    id: Name
    say: Words
    listen: Reaction
    ask: Reaction
    normalise: Reaction
    advise: Reaction
    judge: Reaction
    otherwise: Reaction
    backup: Reaction | None = None

    def reaction(self, kind: LineKind | None) -> Reaction:
        """What a line of this kind brings about; `None`: nobody could name it."""
        if kind is None or kind is LineKind.OTHER:
            return self.otherwise
        found: Reaction = getattr(self, kind.value)
        return found

    def reactions(self) -> Iterator[tuple[str, Reaction]]:
        """Every reaction with its key."""
        for key in REACTIONS:
            found: Reaction | None = getattr(self, key)
            if found is not None:
                yield key, found


class Practice(Model):
    """One simulated young person. `who`: the name before each line; `about`: what a volunteer may know
    before it begins; `learn`: what there is to learn, said at the end."""

    practice: Name
    title: Words
    who: Annotated[str, Field(min_length=1, max_length=LONGEST_WHO)]
    order: int = Field(ge=1)
    about: Words
    learn: Words
    source: Words
    steps: Annotated[tuple[PracticeStep, ...], BeforeValidator(listed), Field(min_length=1)]

    def step(self, name: str) -> PracticeStep | None:
        """A step, or `None` when an operator has taken it away meanwhile."""
        return next((step for step in self.steps if step.id == name), None)

    def after(self, step: PracticeStep, reaction: Reaction) -> str:
        """The step that comes after a reaction: its `next`, else the following one, else the end."""
        if reaction.next is not None:
            return reaction.next
        place = self.steps.index(step) + 1
        return self.steps[place].id if place < len(self.steps) else END


def load_practices(
    folder: Path, shown: str, issues: list[Issue]
) -> tuple[dict[str, Document], tuple[Practice, ...]]:
    """Every practice talk, in their order, with the documents that they came from."""
    documents: dict[str, Document] = {}
    practices: dict[str, Practice] = {}
    for path in sorted((folder / FOLDER).glob("*.y*ml")):
        document = read_file(path, f"{shown}/{FOLDER}/{path.name}")
        documents[f"practice/{path.name}"] = document
        issues += document.issues
        if document.data is None:
            continue
        practice = parsed(Practice, document.data, (), document, issues)
        if practice is not None:
            issues += _mistakes(practice, path.stem, document)
            practices.setdefault(practice.practice, practice)
    return documents, tuple(sorted(practices.values(), key=lambda p: (p.order, p.practice)))


def _mistakes(practice: Practice, stem: str, document: Document) -> Iterator[Issue]:
    if practice.practice != stem:
        hint = f"Noem het bestand «{practice.practice}.yml», of het oefengesprek «{stem}»."
        place = document.place("practice")
        yield issue("file_name", place, flow=practice.practice, file=f"{stem}.yml", suggestion=hint)
    yield from _names(practice, document)
    known = [step.id for step in practice.steps]
    for i, step in enumerate(practice.steps):
        for key, reaction in step.reactions():
            if reaction.next not in (None, END, *known):
                place = document.place("steps", i, key, "next")
                hint = did_you_mean(str(reaction.next), [*known, END])
                yield issue(
                    "unknown_step", place, step=step.id, target=reaction.next, suggestion=hint
                )
    yield from _unreachable(practice, document)
    yield from _endless(practice, document)


def _names(practice: Practice, document: Document) -> Iterator[Issue]:
    first: dict[str, Place] = {}
    for i, step in enumerate(practice.steps):
        place = document.place("steps", i)
        if step.id in first:
            yield issue("duplicate_step", place, step=step.id, first=first[step.id].line)
        first.setdefault(step.id, place)


def _unreachable(practice: Practice, document: Document) -> Iterator[Issue]:
    reached, front = {practice.steps[0].id}, [practice.steps[0]]
    while front:
        step = front.pop()
        for _, reaction in step.reactions():
            following = practice.step(practice.after(step, reaction))
            if following is not None and following.id not in reached:
                reached.add(following.id)
                front.append(following)
    for i, step in enumerate(practice.steps):
        if step.id not in reached:
            yield issue("unreachable_step", document.place("steps", i), step=step.id)


def _endless(practice: Practice, document: Document) -> Iterator[Issue]:
    """Without the language service every line goes by `otherwise`: that must come to an end."""
    seen: list[str] = []
    step: PracticeStep | None = practice.steps[0]
    while step is not None and step.id not in seen:
        seen.append(step.id)
        step = practice.step(practice.after(step, step.otherwise))
    if step is not None:
        place = document.place("steps", practice.steps.index(step), "otherwise")
        ring = ", ".join(seen[seen.index(step.id) :])
        yield issue("practice_endless", place, steps=ring)
