"""Draws the goals of a young person as a picture for a phone (PNG), with its own letters (DejaVu)."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import Image, ImageDraw, ImageFont

from bot.domain.goal_picture import GoalStrip, Mark, ProgressStrip
from bot.domain.messages import Document

FONTS = Path(__file__).parent / "fonts"
FILE_NAME = "mijn-doelen.png"
WIDTH, EDGE, CARD_EDGE = 1080, 60, 48  # pixels; a phone shows 1080 across
INNER = WIDTH - 2 * (EDGE + CARD_EDGE)
PAPER, CARD, DARK, SOFT, COLOUR = "#F3F7F6", "#FFFFFF", "#183C46", "#4A5C62", "#1F6F72"
CIRCLE, SMALL, GAP, STROKE = 64, 24, 24, 6
A_ROW = (INNER + GAP) // (CIRCLE + GAP)
MOST_MARKS = 3 * A_ROW  # the newest ones
MOST_LINES = 12  # of one text; a step has at most 200 characters


@dataclass(frozen=True, slots=True)
class Look:
    """Size of the letters and height of a line, in pixels."""

    size: int
    colour: str = DARK
    bold: bool = False

    @property
    def height(self) -> int:
        return round(self.size * 1.35)

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        return _font(self.size, self.bold)


TITLE, STEP = Look(60, COLOUR, bold=True), Look(46, bold=True)
WHEN, LEGEND, REMARK = Look(38, SOFT), Look(34), Look(30, SOFT)


class PngGoalPictures:
    """Makes the picture. Nothing of it is written to disk or to a log."""

    def __call__(self, strip: ProgressStrip) -> Document:
        """The picture as a file to send."""
        image = Image.new("RGB", (WIDTH, _height(strip)), PAPER)
        draw = ImageDraw.Draw(image)
        y = _lines(draw, EDGE, EDGE, _wrapped(strip.title, TITLE, WIDTH - 2 * EDGE), TITLE) + 30
        for goal in strip.goals:
            y = _card(draw, y, goal) + 36
        y = _legend(draw, y, strip)
        _lines(draw, EDGE, y + 12, _wrapped(strip.remark, REMARK, WIDTH - 2 * EDGE), REMARK)
        file = io.BytesIO()
        image.save(file, "PNG", optimize=True)
        return Document(FILE_NAME, "image/png", file.getvalue())


@functools.cache
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


@functools.cache
def _known() -> frozenset[int]:
    """The letters that can be drawn."""
    with TTFont(FONTS / "DejaVuSans-Bold.ttf") as font:
        return frozenset(font.getBestCmap() or ())


def _drawable(text: str) -> str:
    """The words without signs that would be drawn as an empty box, such as many emoji."""
    kept = "".join(sign if ord(sign) in _known() or sign.isspace() else " " for sign in text)
    return " ".join(kept.split())


def _wrapped(text: str, look: Look, width: int) -> list[str]:
    """The lines that fit; a word that is too long by itself is broken with a hyphen."""
    lines: list[str] = []
    line = ""
    for word in _pieces(_drawable(text), look, width):
        longer = f"{line} {word}".strip()
        if line and look.font.getlength(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines += [line] if line else []
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"]
    return lines or ["…"]


def _pieces(text: str, look: Look, width: int) -> Iterator[str]:
    for word in text.split():
        while look.font.getlength(word) > width:
            at = len(word) - 1
            while at > 1 and look.font.getlength(f"{word[:at]}-") > width:
                at -= 1
            yield f"{word[:at]}-"
            word = word[at:]
        yield word


def _lines(draw: ImageDraw.ImageDraw, x: int, y: int, lines: list[str], look: Look) -> int:
    for line in lines:
        draw.text((x, y), line, font=look.font, fill=look.colour)
        y += look.height
    return y


def _rows(goal: GoalStrip) -> list[tuple[Mark, ...]]:
    marks = goal.marks[-MOST_MARKS:]
    return [marks[n : n + A_ROW] for n in range(0, len(marks), A_ROW)]


def _card_height(goal: GoalStrip) -> int:
    text = len(_wrapped(goal.step, STEP, INNER)) * STEP.height
    text += len(_wrapped(goal.when, WHEN, INNER)) * WHEN.height + 10
    rows = _rows(goal)
    return 2 * CARD_EDGE + text + (len(rows) * (CIRCLE + GAP) if rows else 0)


def _card(draw: ImageDraw.ImageDraw, top: int, goal: GoalStrip) -> int:
    bottom = top + _card_height(goal)
    draw.rounded_rectangle(
        (EDGE, top, WIDTH - EDGE, bottom), 28, fill=CARD, outline=COLOUR, width=3
    )
    x, y = EDGE + CARD_EDGE, top + CARD_EDGE
    y = _lines(draw, x, y, _wrapped(goal.step, STEP, INNER), STEP) + 10
    y = _lines(draw, x, y, _wrapped(goal.when, WHEN, INNER), WHEN) + GAP
    for row in _rows(goal):
        for n, mark in enumerate(row):
            _mark(draw, x + n * (CIRCLE + GAP), y, mark)
        y += CIRCLE + GAP
    return bottom


def _mark(draw: ImageDraw.ImageDraw, x: int, y: int, mark: Mark) -> None:
    box = (x, y, x + CIRCLE, y + CIRCLE)
    if mark is Mark.AHEAD:
        inset = (CIRCLE - SMALL) // 2
        small = (x + inset, y + inset, x + CIRCLE - inset, y + CIRCLE - inset)
        draw.ellipse(small, fill=SOFT)
        return
    draw.ellipse(box, fill=COLOUR if mark is Mark.DONE else None, outline=COLOUR, width=STROKE)
    if mark is Mark.PARTLY:
        draw.pieslice(box, 90, 270, fill=COLOUR)


def _shown(strip: ProgressStrip) -> list[tuple[Mark, str]]:
    """Only what stands on this picture is explained."""
    there = {mark for goal in strip.goals for mark in goal.marks[-MOST_MARKS:]}
    return [(mark, words) for mark, words in strip.legend if mark in there]


def _legend(draw: ImageDraw.ImageDraw, y: int, strip: ProgressStrip) -> int:
    for mark, words in _shown(strip):
        _mark(draw, EDGE, y, mark)
        draw.text((EDGE + CIRCLE + GAP, y + 12), words, font=LEGEND.font, fill=LEGEND.colour)
        y += CIRCLE + 14
    return y


def _height(strip: ProgressStrip) -> int:
    width = WIDTH - 2 * EDGE
    text = len(_wrapped(strip.title, TITLE, width)) * TITLE.height + 30
    text += len(_wrapped(strip.remark, REMARK, width)) * REMARK.height + 12
    cards = sum(_card_height(goal) + 36 for goal in strip.goals)
    return 2 * EDGE + text + cards + len(_shown(strip)) * (CIRCLE + 14)
