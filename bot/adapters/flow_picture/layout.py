"""Where everything of a chart stands in the picture, in pixels.

Steps that simply follow one another stand in one column, below each other: a stack. From left to
right a stack leads to the next ones. A line is drawn to the next column only; every other way on is
named behind its button (`→ 14`), so that no line runs behind a step, however big the flow is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.engine.charts import THE_END, Arrow, Card, Chart
from bot.engine.step import END

WIDE, INNER = 320, 14  # of a card, and between its edge and its words
HEAD, TEXT = 15, 14  # sizes of letters
LINE = 20
ROW = 24  # height of a button
BETWEEN, STACKS, COLUMNS, EDGE, TITLE = 22, 46, 90, 40, 70
MOST_LINES = 5
SWEEPS = 12

Measure = Callable[[str, int], float]


@dataclass(slots=True)
class Row:
    """A button, or the way on without one, and where it leads. `line`: an arrow is drawn."""

    words: str
    target: str
    y: float = 0
    line: bool = False


@dataclass(slots=True)
class Placed:
    """A card with its place; `rows` are below its text."""

    card: Card
    heading: list[str]
    text: list[str]
    rows: list[Row]
    x: float = 0
    y: float = 0

    @property
    def height(self) -> float:
        lines = len(self.heading) + len(self.text)
        return 2 * INNER + lines * LINE + len(self.rows) * ROW + (6 if self.rows else 0)

    @property
    def rows_from(self) -> float:
        """The top of the first button."""
        return self.y + INNER + (len(self.heading) + len(self.text)) * LINE + 6


@dataclass(slots=True)
class _Stack:
    cards: list[Placed]
    column: int = 0
    y: float = 0
    before: list[_Stack] = field(default_factory=list)

    @property
    def height(self) -> float:
        return sum(card.height for card in self.cards) + BETWEEN * (len(self.cards) - 1)


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole picture. `lines`: from the right of a button to the left of a card, or from a card
    to the one below it."""

    title: str
    width: int
    height: int
    cards: list[Placed]
    lines: list[tuple[float, float, float, float]]


def planned(chart: Chart, measure: Measure) -> Plan:
    """Lays out a chart."""
    stacks = _stacks(chart, measure)
    by_id = {placed.card.id: stack for stack in stacks for placed in stack.cards}
    _columns(stacks, by_id)
    columns = _ordered(stacks)
    _heights(columns)
    top = min(stack.y for stack in stacks) - EDGE - TITLE
    for stack in stacks:
        y = stack.y - top
        for placed in stack.cards:
            placed.x, placed.y = EDGE + stack.column * (WIDE + COLUMNS), y
            for n, row in enumerate(placed.rows):
                row.y = placed.rows_from + n * ROW + ROW / 2
            y += placed.height + BETWEEN
    cards = [placed for stack in stacks for placed in stack.cards]
    width = max(placed.x for placed in cards) + WIDE + EDGE
    height = max(placed.y + placed.height for placed in cards) + EDGE
    title = f"{chart.title} ({chart.flow})"
    width = max(width, measure(title, 26) + 2 * EDGE)
    return Plan(title, round(width), round(height), cards, _lines(cards, by_id))


# --- words ----------------------------------------------------------------------------------------


def wrapped(text: str, size: int, measure: Measure, most: int = MOST_LINES) -> list[str]:
    """The lines of a text in a card; what is over its end is left out."""
    lines: list[str] = []
    for word in (piece for one in text.split() for piece in _pieces(one, size, measure)):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size) <= WIDE - 2 * INNER:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def _pieces(word: str, size: int, measure: Measure) -> list[str]:
    pieces = [word]
    while measure(pieces[-1], size) > WIDE - 2 * INNER:
        last, at = pieces.pop(), 1
        while measure(last[: at + 1], size) <= WIDE - 2 * INNER:
            at += 1
        pieces += [last[:at], last[at:]]
    return pieces


def _placed(card: Card, numbers: dict[str, int], measure: Measure, following: str) -> Placed:
    rows = [
        Row(_row_words(arrow, numbers, measure), arrow.target)
        for arrow in card.arrows
        if arrow.label or arrow.target != following
    ]
    heading = wrapped(card.heading, HEAD, measure, 2)
    return Placed(card, heading, wrapped(card.text, TEXT, measure), rows)


def _row_words(arrow: Arrow, numbers: dict[str, int], measure: Measure) -> str:
    end = f"→ {numbers.get(arrow.target, THE_END)}"
    label, room = arrow.label, WIDE - 2 * INNER - 12 - measure(f" {end}", TEXT)
    while label and measure(label, TEXT) > room:
        label = label[:-2].rstrip() + "…"
    return f"{label} {end}".strip()


# --- stacks and columns ---------------------------------------------------------------------------


def _stacks(chart: Chart, measure: Measure) -> list[_Stack]:
    numbers = {card.id: card.number for card in chart.cards}
    by_id = {card.id: card for card in chart.cards}
    led_to: dict[str, int] = {}
    for card in chart.cards:
        for target in {arrow.target for arrow in card.arrows}:
            led_to[target] = led_to.get(target, 0) + 1
    follows = {
        card.id: card.arrows[0].target
        for card in chart.cards
        if len(card.arrows) == 1
        and not card.arrows[0].label
        and card.arrows[0].target in by_id
        and led_to[card.arrows[0].target] == 1
        and card.arrows[0].target not in (card.id, chart.cards[0].id)
    }
    below = set(follows.values())
    stacks = []
    for card in chart.cards:
        if card.id not in below:
            chain = [card]
            while chain[-1].id in follows:
                chain.append(by_id[follows[chain[-1].id]])
            cards = [_placed(one, numbers, measure, follows.get(one.id, "")) for one in chain]
            stacks.append(_Stack(cards))
    return stacks


def _ways(stack: _Stack) -> list[Row]:
    return [row for placed in stack.cards for row in placed.rows if row.target != END]


def _columns(stacks: list[_Stack], by_id: dict[str, _Stack]) -> None:
    """How many columns from the beginning, by the shortest way."""
    seen, todo = {id(stacks[0])}, [stacks[0]]
    while todo:
        stack = todo.pop(0)
        for row in _ways(stack):
            target = by_id.get(row.target)
            if target is not None and id(target) not in seen:
                seen.add(id(target))
                target.column = stack.column + 1
                todo.append(target)
    for stack in stacks:
        for row in _ways(stack):
            target = by_id.get(row.target)
            if target is not None and target.column == stack.column + 1:
                row.line = True
                target.before.append(stack)


def _ordered(stacks: list[_Stack]) -> list[list[_Stack]]:
    """The stacks by column, each near the middle of those that lead to it (fewer crossings)."""
    columns: list[list[_Stack]] = [[] for _ in range(max(s.column for s in stacks) + 1)]
    for stack in stacks:
        columns[stack.column].append(stack)
    after: dict[int, list[_Stack]] = {}
    for stack in stacks:
        for one in stack.before:
            after.setdefault(id(one), []).append(stack)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        for column in columns if forward else reversed(columns):
            places = {id(s): n for one in columns for n, s in enumerate(one)}
            for stack in column:
                near = stack.before if forward else after.get(id(stack), [])
                stack.y = _mean([places[id(one)] for one in near], places[id(stack)])
            column.sort(key=lambda stack: stack.y)
    return columns


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _heights(columns: list[list[_Stack]]) -> None:
    """Puts each stack as near as can be to the height of what leads to it, none over another."""
    for column in columns:
        wanted = [_mean([_out_at(one, s) for one in s.before], 0) - s.height / 2 for s in column]
        offsets, at = [], 0.0
        for stack in column:
            offsets.append(at)
            at += stack.height + STACKS
        level = _rising([want - off for want, off in zip(wanted, offsets, strict=True)])
        for stack, base, off in zip(column, level, offsets, strict=True):
            stack.y = base + off


def _out_at(stack: _Stack, target: _Stack) -> float:
    """The height at which the lines from one stack to another begin."""
    ids = {placed.card.id for placed in target.cards}
    y, found = stack.y, []
    for placed in stack.cards:
        rows_from = placed.height - INNER - len(placed.rows) * ROW
        found += [y + rows_from + n * ROW for n, row in enumerate(placed.rows) if row.target in ids]
        y += placed.height + BETWEEN
    return _mean(found, y)


def _rising(wanted: Sequence[float]) -> list[float]:
    """The nearest row of numbers that never goes down (pool adjacent violators)."""
    pools: list[tuple[float, int]] = []
    for want in wanted:
        pools.append((want, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (mean, many), (low, few) = pools[-2], pools[-1]
            pools[-2:] = [((mean * many + low * few) / (many + few), many + few)]
    return [mean for mean, many in pools for _ in range(many)]


def _lines(
    cards: list[Placed], by_id: dict[str, _Stack]
) -> list[tuple[float, float, float, float]]:
    places = {placed.card.id: placed for placed in cards}
    lines = []
    for placed in cards:
        for row in placed.rows:
            if row.line:
                to = places[row.target]
                lines.append((placed.x + WIDE, row.y, to.x, to.y + INNER + LINE / 2))
    for stack in {id(stack): stack for stack in by_id.values()}.values():
        for upper, lower in zip(stack.cards, stack.cards[1:], strict=False):
            middle = upper.x + WIDE / 2
            lines.append((middle, upper.y + upper.height, middle, lower.y))
    return lines
