"""A flow as a chart: what every step does in a few words, and where each button leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.volunteer import Role
from bot.engine.danger_names import PREFIX
from bot.engine.flow import Flow
from bot.engine.step import END, Step
from bot.engine.steps import KINDS
from bot.engine.steps.ask import Ask
from bot.engine.steps.hand_over import HandOver
from bot.engine.steps.if_ import If
from bot.engine.steps.pick_check_in import PickCheckIn
from bot.engine.steps.raise_danger import RaiseDanger
from bot.engine.steps.refer import Refer

THE_END = "einde"
TYPED = "(eigen woorden)"
KIND_NAMES: Mapping[str, str] = {
    "ask": "vraag",
    "measure": "cijfer",
    "remember": "onthouden",
    "if": "keuze",
    "refer": "hulplijn",
    "story": "verhaal",
    "hand_over": "naar een mens",
    "raise_danger": "gevaar",
    "call": "andere flow, en terug",
    "link": "naar een andere flow",
    "end": "klaar",
    "say": "zeggen",
}


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way on: the words of the button (empty where there is nothing to choose) and the step."""

    label: str
    target: str


@dataclass(frozen=True, slots=True)
class Card:
    """One step. `kind` is the key that makes it one; `danger`: it is about danger."""

    number: int
    id: str
    kind: str
    text: str
    arrows: tuple[Arrow, ...]
    danger: bool = False

    @property
    def heading(self) -> str:
        """Number, name and kind of the step in Dutch."""
        return f"{self.number} {self.id} · {KIND_NAMES.get(self.kind, self.kind)}"


@dataclass(frozen=True, slots=True)
class Chart:
    """One flow. The first card is where it begins."""

    flow: str
    title: str
    cards: tuple[Card, ...]


def chart_of(flow: Flow) -> Chart:
    """The chart of a flow that has no mistakes."""
    dangerous = flow.name.startswith(PREFIX)
    cards = [_card(number, step, dangerous) for number, step in enumerate(flow.steps, 1)]
    return Chart(flow.name, flow.title, tuple(cards))


def _card(number: int, step: Step, dangerous: bool) -> Card:
    exact = (name for name, one in KINDS.items() if type(step) is one)
    kind = next(exact, "ask" if step.waits else "say")  # steps that Maatje builds itself
    arrows = tuple(dict.fromkeys(_arrows(step)))
    return Card(number, step.id, kind, _text(step, kind), arrows, dangerous or _is_danger(step))


def _is_danger(step: Step) -> bool:
    if isinstance(step, If):
        return "danger" in step.condition
    return isinstance(step, RaiseDanger)


def _arrows(step: Step) -> Iterator[Arrow]:
    if isinstance(step, If):
        yield Arrow("ja", step.then)
        yield Arrow("nee", step.otherwise)
        return
    if isinstance(step, Ask):
        yield from (Arrow(choice.say, choice.next) for choice in step.choices)
        then = getattr(step, "then", None)
        if then:
            yield Arrow("(gekozen)", then)
        if isinstance(step, PickCheckIn) and step.hour:
            yield Arrow("(alleen een dag)", step.hour)
        if step.next:
            yield Arrow(TYPED if step.choices else "", step.next)
    elif not step.leaves:
        yield Arrow("", step.next or END)


def _text(step: Step, kind: str) -> str:
    """What the step says, else what it does."""
    said = next((text for path, text in step.texts() if path[0] != "choices"), "")
    does = _does(step, kind)
    return f"{does}: {said}" if said and does else does or said


def _does(step: Step, kind: str) -> str:
    if isinstance(step, If):
        return ", ".join(f"{key} = {value}?" for key, value in step.condition.items())
    if isinstance(step, HandOver):
        to = "een maatje" if step.hand_over.to is Role.VOLUNTEER else "een beroepskracht"
        return f"naar {to}" + (f" ({step.hand_over.form})" if step.hand_over.form else "")
    if isinstance(step, Refer):
        return f"hulplijn {step.refer.service or 'bij ' + str(step.refer.topic)}"
    if kind in ("call", "link"):
        return "flow " + next(step.flows(), "")
    if kind in ("say", "end", "measure") or isinstance(step, Ask):
        return ""
    return _written(getattr(step, kind, ""))


def _written(value: Any) -> str:
    """A value as it stands in the file, in short."""
    if hasattr(value, "model_dump"):
        value = value.model_dump(exclude_defaults=True, mode="json")
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_written(one)}" for key, one in value.items())
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return "" if value is None else str(value)


# --- Mermaid --------------------------------------------------------------------------------------

_SHAPES = {"if": ("{{", "}}"), "end": ("([", "])"), "link": ("[[", "]]"), "call": ("[[", "]]")}
_LONGEST = 120  # characters of a text in a box
_CLASSES = """    classDef ask fill:#e3f0fb,stroke:#2a6496
    classDef if fill:#fff6d6,stroke:#8a6d00
    classDef human fill:#efe6f8,stroke:#5d3a8a
    classDef end fill:#eeeeee,stroke:#555555
    classDef danger fill:#fde2e0,stroke:#b3261e,stroke-width:3px"""
_CLASS_OF = {"ask": "ask", "measure": "ask", "if": "if", "hand_over": "human", "end": "end"}


def mermaid(chart: Chart) -> str:
    """The chart as Mermaid text: for GitHub, GitLab, Obsidian and mermaid.live."""
    ids = {card.id: f"s{card.number}" for card in chart.cards}
    lines = [
        "---",
        f'title: "{_quoted(chart.title)} ({chart.flow})"',
        "---",
        "flowchart TD",
        _CLASSES,
    ]
    for card in chart.cards:
        opens, closes = _SHAPES.get(card.kind, ("[", "]"))
        text = card.text if len(card.text) <= _LONGEST else f"{card.text[: _LONGEST - 1]}…"
        label = _quoted(card.heading) + (f"<br/>{_quoted(text)}" if text else "")
        name = "danger" if card.danger else _CLASS_OF.get(card.kind, "")
        mark = f":::{name}" if name else ""
        lines.append(f'    {ids[card.id]}{opens}"{label}"{closes}{mark}')
    for card in chart.cards:
        for arrow in card.arrows:
            label = f'|"{_quoted(arrow.label)}"|' if arrow.label else ""
            target = ids.get(arrow.target, "stop")
            lines.append(f"    {ids[card.id]} -->{label} {target}")
    if any(arrow.target == END for card in chart.cards for arrow in card.arrows):
        lines.append(f'    stop(("{THE_END}"))')
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    plain = " ".join(text.split()).replace("&", "#amp;").replace('"', "#quot;")
    return plain.replace("<", "#lt;").replace(">", "#gt;")
