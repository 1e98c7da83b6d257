"""The picture of somebody's goals: readable on a phone, whatever stands in it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.adapters.goal_picture import COLOUR, MOST_MARKS, WIDTH, Look, PngGoalPictures, _wrapped
from bot.domain.goal_picture import GoalStrip, Mark, ProgressStrip

LEGEND = tuple((mark, mark.value) for mark in Mark)
LONG = "arbeidsongeschiktheidsverzekeringsmaatschappijklantenservicemedewerker"


def drawn(*goals: GoalStrip) -> Image.Image:
    document = PngGoalPictures()(ProgressStrip("Mijn doelen", goals, LEGEND, "Ook goed."))
    assert document.media_type == "image/png"
    return Image.open(io.BytesIO(document.content))


def colours(image: Image.Image) -> set[str]:
    found = image.convert("RGB").getcolors(1_000_000) or []
    return {"#{:02X}{:02X}{:02X}".format(*colour) for _, colour in found}


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_it_is_as_wide_as_a_phone_and_grows_with_the_goals() -> None:
    one = drawn(GoalStrip("kast", "zaterdag", (Mark.DONE,)))
    five = drawn(*[GoalStrip("kast", "zaterdag", (Mark.DONE,))] * 5)
    assert one.width == five.width == WIDTH
    assert five.height > one.height
    assert five.width + five.height < 10_000  # what Telegram takes as a photo


def test_nothing_on_it_is_red_and_the_contrast_is_good() -> None:
    image = drawn(GoalStrip("kast", "zaterdag", tuple(Mark)))
    for colour in colours(image):
        red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
        assert red <= max(green, blue)
    assert (1.05) / (luminance(COLOUR) + 0.05) >= 4.5  # on a white card


def test_two_marks_never_look_the_same() -> None:
    pictures = {drawn(GoalStrip("kast", "nu", (mark,))).tobytes() for mark in Mark}
    assert len(pictures) == len(Mark)


@pytest.mark.parametrize(
    "text", [LONG, f"de {LONG} bellen", "x" * 200, "w " * 100, "😀🏳️‍🌈 🦄", "", "مرحبا"]
)
def test_every_line_fits(text: str) -> None:
    look = Look(46, bold=True)
    lines = _wrapped(text, look, 864)
    assert lines
    assert all(look.font.getlength(line) <= 864 for line in lines)
    assert drawn(GoalStrip(text, text, ())).width == WIDTH


def test_of_a_long_word_no_letter_is_lost() -> None:
    assert "".join(line.rstrip("-") for line in _wrapped(LONG, Look(46, bold=True), 864)) == LONG


def test_of_very_many_moments_the_newest_are_there() -> None:
    many = drawn(GoalStrip("kast", "nu", (Mark.DONE,) * 300 + (Mark.PARTLY,)))
    few = drawn(GoalStrip("kast", "nu", (Mark.DONE,) * (MOST_MARKS - 1) + (Mark.PARTLY,)))
    assert many.tobytes() == few.tobytes()
