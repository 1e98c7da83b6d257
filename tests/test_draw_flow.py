"""`maatje flows draw`: every way on is in the picture, and no card stands over another."""

from __future__ import annotations

import io
import itertools
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from typer.testing import CliRunner

from bot.adapters import flow_picture
from bot.adapters.flow_picture.layout import WIDE
from bot.cli import app
from bot.engine.charts import THE_END, Chart, chart_of, mermaid
from bot.engine.loading import read_flow
from bot.engine.reading import read_text
from bot.engine.step import END
from bot.settings import ROOT
from tests.conftest import shelf

FLOWS = {name: chart_of(flow) for name, flow in shelf(ROOT / "flows")().flows.items()}
COLUMNS = 60


def sixty() -> Chart:
    """A flow of sixty steps: questions whose buttons lead on, back and far ahead."""
    steps = []
    for n in range(1, 61):
        ahead = min(60, n * 2)
        steps.append(
            f"  - id: step_{n}\n    ask: Vraag {n} met {'een heel verhaal ' * 12}?\n"
            f"    next: step_{min(60, n + 1)}\n    choices:\n"
            f"      - {{say: Verder naar {ahead} met een knop van veertig, next: step_{ahead}}}\n"
            f"      - {{say: Terug, next: step_{max(1, n // 3)}}}\n"
            f"      - {{say: Klaar, next: END}}\n"
        )
    document = read_text("flow: long\ntitle: Lang\nsteps:\n" + "".join(steps), "long.yml")
    flow = read_flow(document, document.issues)
    assert flow is not None
    assert document.issues == []
    return chart_of(flow)


CHARTS = [*FLOWS.values(), sixty()]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.flow)
def test_no_card_stands_over_another_and_every_way_on_is_named(chart: Chart) -> None:
    plan = flow_picture.plan_of(chart)
    for one, other in itertools.combinations(plan.cards, 2):
        apart = one.x + WIDE <= other.x or other.x + WIDE <= one.x
        above = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert apart or above, (one.card.id, other.card.id)
    inside = [(p.x + WIDE <= plan.width, p.y + p.height <= plan.height) for p in plan.cards]
    assert all(right and bottom for right, bottom in inside)
    numbers = {card.id: str(card.number) for card in chart.cards} | {END: THE_END}
    for placed in plan.cards:
        below = [line for line in plan.lines if line[0] == line[2] == placed.x + WIDE / 2]
        said = {row.words.rpartition("→ ")[2] for row in placed.rows}
        ways = {numbers.get(a.target, THE_END) for a in placed.card.arrows}
        assert ways <= said or (len(ways) == 1 and below), placed.card.id


def test_what_is_about_danger_is_marked() -> None:
    debt = FLOWS["debt"]
    assert {c.id for c in debt.cards if c.danger} >= {"pressure_card", "pressure_now"}
    assert flow_picture.MARK in flow_picture.svg(debt)
    assert ":::danger" in mermaid(debt)
    assert all(card.danger for card in FLOWS["_danger_suicide_urgent"].cards)
    assert flow_picture.MARK not in flow_picture.svg(FLOWS["bullying"])


def test_words_are_wrapped_and_signs_of_xml_and_mermaid_do_no_harm() -> None:
    text = 'Zeg: "<b>hoi</b>" & ' + "lang" * 60
    document = read_text(
        f"flow: x\ntitle: 'A & <B>'\nsteps:\n  - id: end\n    say: '{text}'\n    next: END\n",
        "x.yml",
    )
    flow = read_flow(document, document.issues)
    assert flow is not None
    chart = chart_of(flow)
    ElementTree.fromstring(flow_picture.svg(chart))
    drawn = mermaid(chart)
    assert "<b>" not in drawn
    assert not re.search(r"^\s*end\b", drawn, re.MULTILINE)  # a word that Mermaid keeps for itself
    (placed,) = flow_picture.plan_of(chart).cards
    assert max(len(line) for line in placed.text) < 60


def test_mermaid_labels_each_arrow_with_its_button() -> None:
    drawn = mermaid(FLOWS["bullying"])
    assert '-->|"Liever niet vertellen"| s3' in drawn
    assert drawn.startswith("---\ntitle:")


def test_the_commands_write_what_they_say(tmp_path: Path) -> None:
    run = CliRunner().invoke
    done = run(app, ["flows", "draw", "bullying", "--out", str(tmp_path / "a.png")])
    assert done.exit_code == 0, done.output
    image = Image.open(io.BytesIO((tmp_path / "a.png").read_bytes()))
    assert image.width > 2 * WIDE
    assert run(app, ["flows", "draw", "--all", "--out", str(tmp_path / "all")]).exit_code == 0
    written = {path.stem for path in (tmp_path / "all").glob("*.svg")}
    assert written == {name for name in FLOWS if not name.startswith("_")}
    assert run(app, ["flows", "draw", "--all"]).output.count("flowchart TD") == len(written)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["bulying"], "Bedoel je «bullying»?"),
        ([], "Welke flow?"),
        (["menu", "--out", "menu.gif"], "moet eindigen op"),
        (["--all", "--out", "alles.png"], "Noem een map"),
        (["menu", "--out", "/proc/none/menu.svg"], "kan ik niet schrijven"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_dutch(typed: list[str], said: str) -> None:
    done = CliRunner().invoke(app, ["flows", "draw", *typed])
    assert done.exit_code == 1
    assert said in done.output
