"""Draws a chart of a flow as SVG or PNG, with its own letters (DejaVu) and without other programs."""

from __future__ import annotations

import functools
import io
from html import escape

from PIL import Image, ImageDraw, ImageFont

from bot.adapters.flow_picture.layout import (
    HEAD,
    INNER,
    LINE,
    ROW,
    TEXT,
    WIDE,
    Placed,
    Plan,
    planned,
)
from bot.adapters.goal_picture import FONTS
from bot.engine.charts import Chart

# Fill and edge of a card by its kind.
COLOURS = {
    "ask": ("#E3F0FB", "#2A6496"),
    "measure": ("#E3F0FB", "#2A6496"),
    "if": ("#FFF6D6", "#8A6D00"),
    "hand_over": ("#EFE6F8", "#5D3A8A"),
    "refer": ("#E4F4E8", "#2B6B3F"),
    "call": ("#F1F1F1", "#666666"),
    "link": ("#F1F1F1", "#666666"),
    "end": ("#E2E2E2", "#555555"),
}
OTHERWISE, DANGER = ("#FFFFFF", "#4A5C62"), ("#FDE2E0", "#B3261E")
DARK, SOFT, PAPER = "#183C46", "#5A6B70", "#FAFBFB"
MARK = "GEVAAR"
TITLE_SIZE = 26
MOST_PIXELS = 60_000_000  # of a PNG; a bigger chart is drawn smaller
SHARP = 2


@functools.cache
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


def _measure(text: str, size: int) -> float:
    return _font(size, size == HEAD).getlength(text)


def plan_of(chart: Chart) -> Plan:
    """Where everything stands."""
    return planned(chart, _measure)


def _colours(placed: Placed) -> tuple[str, str, int]:
    if placed.card.danger:
        return (*DANGER, 4)
    return (*COLOURS.get(placed.card.kind, OTHERWISE), 2)


def svg(chart: Chart) -> str:
    """The chart as SVG text: sharp at every size, for a browser."""
    plan = plan_of(chart)
    size = f'width="{plan.width}" height="{plan.height}" viewBox="0 0 {plan.width} {plan.height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
        "font-family=\"'DejaVu Sans', Verdana, sans-serif\">",
        f"<title>{escape(plan.title)}</title>",
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" '
        f'markerHeight="8" orient="auto"><path d="M0 0L10 5L0 10z" fill="{SOFT}"/></marker></defs>',
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
        _svg_text(40, 52, plan.title, TITLE_SIZE, DARK, bold=True),
    ]
    for x1, y1, x2, y2 in plan.lines:
        path = f"M{x1:.0f} {y1:.0f}" + _svg_way(x1, y1, x2, y2)
        parts.append(
            f'<path d="{path}" fill="none" stroke="{SOFT}" stroke-width="2" '
            'marker-end="url(#tip)"/>'
        )
    for placed in plan.cards:
        parts += _svg_card(placed)
    return "\n".join([*parts, "</svg>", ""])


def _svg_way(x1: float, y1: float, x2: float, y2: float) -> str:
    if x1 == x2:
        return f"L{x2:.0f} {y2:.0f}"
    middle = (x1 + x2) / 2
    return f"C{middle:.0f} {y1:.0f} {middle:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"


def _svg_text(x: float, y: float, text: str, size: int, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" fill="{colour}"{weight}>'
        f"{escape(text)}</text>"
    )


def _svg_card(placed: Placed) -> list[str]:
    fill, edge, width = _colours(placed)
    parts = [
        f'<rect x="{placed.x:.0f}" y="{placed.y:.0f}" width="{WIDE}" height="{placed.height:.0f}" '
        f'rx="10" fill="{fill}" stroke="{edge}" stroke-width="{width}"/>'
    ]
    y = placed.y + INNER + HEAD
    if placed.card.danger:
        parts.append(_svg_text(placed.x, placed.y - 6, MARK, HEAD, edge, bold=True))
    for line in placed.heading:
        parts.append(_svg_text(placed.x + INNER, y, line, HEAD, edge, bold=True))
        y += LINE
    for line in placed.text:
        parts.append(_svg_text(placed.x + INNER, y, line, TEXT, DARK))
        y += LINE
    for row in placed.rows:
        top = row.y - ROW / 2 + 2
        parts.append(
            f'<rect x="{placed.x + INNER:.0f}" y="{top:.0f}" width="{WIDE - 2 * INNER}" '
            f'height="{ROW - 4}" rx="6" fill="#FFFFFF" stroke="{edge}"/>'
        )
        parts.append(_svg_text(placed.x + INNER + 6, row.y + 5, row.words, TEXT, DARK))
    return parts


def png(chart: Chart) -> bytes:
    """The chart as PNG: for a document or a slide."""
    plan = plan_of(chart)
    scale = min(SHARP, (MOST_PIXELS / (plan.width * plan.height)) ** 0.5)
    image = Image.new("RGB", (round(plan.width * scale), round(plan.height * scale)), PAPER)
    pen = _Pen(ImageDraw.Draw(image), scale)
    pen.text(40, 52 - TITLE_SIZE, plan.title, TITLE_SIZE, DARK, bold=True)
    for line in plan.lines:
        pen.arrow(*line)
    for placed in plan.cards:
        pen.card(placed)
    file = io.BytesIO()
    image.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


class _Pen:
    """Draws in pixels of the plan."""

    def __init__(self, draw: ImageDraw.ImageDraw, scale: float) -> None:
        self._draw, self._scale = draw, scale

    def text(
        self, x: float, y: float, text: str, size: int, colour: str, *, bold: bool = False
    ) -> None:
        s = self._scale
        font = _font(max(4, round(size * s)), bold)
        self._draw.text((x * s, y * s), text, font=font, fill=colour)

    def box(self, x: float, y: float, w: float, h: float, look: tuple[str, str, int, int]) -> None:
        fill, edge, width, round_by = look
        s = self._scale
        place = (x * s, y * s, (x + w) * s, (y + h) * s)
        self._draw.rounded_rectangle(
            place, round_by * s, fill=fill, outline=edge, width=max(1, round(width * s))
        )

    def arrow(self, x1: float, y1: float, x2: float, y2: float) -> None:
        s, width = self._scale, max(1, round(2 * self._scale))
        points = [_on_the_way(n / 24, x1, y1, x2, y2) for n in range(25)]
        self._draw.line([(x * s, y * s) for x, y in points], fill=SOFT, width=width, joint="curve")
        tip = (
            [(x2, y2), (x2 - 10, y2 - 6), (x2 - 10, y2 + 6)]
            if x1 != x2
            else [(x2, y2), (x2 - 6, y2 - 10), (x2 + 6, y2 - 10)]
        )
        self._draw.polygon([(x * s, y * s) for x, y in tip], fill=SOFT)

    def card(self, placed: Placed) -> None:
        fill, edge, width = _colours(placed)
        self.box(placed.x, placed.y, WIDE, placed.height, (fill, edge, width, 10))
        if placed.card.danger:
            self.text(placed.x, placed.y - 6 - HEAD, MARK, HEAD, edge, bold=True)
        y = placed.y + INNER
        for line in placed.heading:
            self.text(placed.x + INNER, y, line, HEAD, edge, bold=True)
            y += LINE
        for line in placed.text:
            self.text(placed.x + INNER, y, line, TEXT, DARK)
            y += LINE
        for row in placed.rows:
            top, inside = row.y - ROW / 2 + 2, WIDE - 2 * INNER
            self.box(placed.x + INNER, top, inside, ROW - 4, ("#FFFFFF", edge, 1, 6))
            self.text(placed.x + INNER + 6, row.y - TEXT / 2 - 2, row.words, TEXT, DARK)


def _on_the_way(t: float, x1: float, y1: float, x2: float, y2: float) -> tuple[float, float]:
    middle = (x1 + x2) / 2
    a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
    return a * x1 + b * middle + c * middle + d * x2, a * y1 + b * y1 + c * y2 + d * y2
