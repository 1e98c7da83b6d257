"""The JSON Schema for editors: current, right about the flows of today, strict about shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.engine.contract import load_contract
from bot.engine.loading import SPECIAL
from bot.engine.reading import read_file, read_text
from bot.engine.schema import EXPLAINED, FILE, schema, schema_text
from bot.engine.steps import KINDS
from tests.engine.broken import CONTRACT, FLOWS

SCHEMA = schema(load_contract(CONTRACT))
OWN = [path for path in sorted(FLOWS.glob("*.yml")) if path.name not in SPECIAL]
OWN = [path for path in OWN if "steps" in (read_file(path, path.name).data or {})]
STEP = "flow: x\ntitle: X\nsteps:\n  - {step}\n"


def refuses(data: Any) -> list[str]:
    """What a validator says of a file."""
    jsonschema = pytest.importorskip("jsonschema")  # in the lock since this test
    return [one.message for one in jsonschema.Draft202012Validator(SCHEMA).iter_errors(data)]


def test_the_file_is_current() -> None:
    said = "draai: .venv/bin/maatje flows schema --write"
    assert (FLOWS / FILE).read_text() == schema_text(load_contract(CONTRACT)), said


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_every_flow_of_today_fits(path: Path) -> None:
    assert refuses(read_file(path, path.name).data) == []


def test_the_schema_itself_is_a_schema_and_knows_every_kind() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    step = SCHEMA["properties"]["steps"]["items"]
    assert set(KINDS) <= set(step["properties"])
    assert step["properties"]["ask"]["description"] == EXPLAINED["ask"]


@pytest.mark.parametrize(
    "step",
    [
        "{id: a, say: Hoi, nxt: END}",
        "{say: Hoi, next: END}",
        "{id: a, next: END}",
        "{id: a, say: Hoi, ask: Hoe?, next: END}",
        "{id: a, say: Hoi, measure: Hoe zeker?, collect: confidence}",
        "{id: a, ask: Hoe?, choices: [{say: Ja}], next: END}",
        "{id: a, ask: Hoe?, choices: {say: Ja, next: END}, next: END}",
        "{id: a, ask: Hoe?, collect: schoenmaat, next: END}",
        "{id: a, ask: Hoe?, choices: [{say: Ja, next: END, means: [jaknikken]}], next: END}",
        "{id: a, say: 5, next: END}",
        "{id: a, say: [], next: END}",
        "{id: a, say: '', next: END}",
        "{id: a, end: false}",
        "{id: a, if: {region: nl}, then: END}",
        "{id: a, if: {region: nl, goal: 'yes'}, then: END, else: END}",
        "{id: a, if: {region: de}, then: END, else: END}",
        "{id: a, if: {topic: tuinieren}, then: END, else: END}",
        "{id: a, remember: {region: de}, next: END}",
        "{id: a, remember: {naam: Sam}, next: END}",
        "{id: a, hand_over: {to: iemand}}",
        "{id: a, refer: {topic: tuinieren}}",
        "{id: a, raise_danger: {kind: regen}}",
        "hoi",
    ],
)
def test_mistakes_of_shape_are_refused(step: str) -> None:
    document = read_text(STEP.replace("{step}", step), "x.yml")
    assert document.issues == []
    assert refuses(document.data) != []


@pytest.mark.parametrize(
    "text",
    [
        "title: X\nsteps: [{id: a, say: Hoi, next: END}]\n",
        "flow: x\nsteps: [{id: a, say: Hoi, next: END}]\n",
        "flow: x\ntitle: X\nsteps: []\n",
        "flow: X y\ntitle: X\nsteps: [{id: a, say: Hoi, next: END}]\n",
        "flow: x\ntitle: X\nkleur: rood\nsteps: [{id: a, say: Hoi, next: END}]\n",
        "flow: x\ntitle: X\nstarts_with: {topics: [tuinieren]}\nsteps: [{id: a, say: Hoi}]\n",
        "- hoi\n",
    ],
)
def test_mistakes_of_the_whole_are_refused(text: str) -> None:
    assert refuses(read_text(text, "x.yml").data) != []
