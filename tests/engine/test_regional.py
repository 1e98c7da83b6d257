"""Words by region: the half of the young person is said, and no word stands alone where it may puzzle."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.engine.checks.regions import regions_of
from bot.engine.loading import read_flow
from bot.engine.reading import read_text
from bot.engine.regional import in_region
from bot.engine.shelf import check_folder
from bot.settings import ROOT
from tests.conftest import open_world
from tests.engine.broken import CONTRACT, Example, broken_by

FLOW = """\
flow: school
title: Schoolsoort
steps:
  - id: told
    say: Zit je op het {vmbo|b-stroom} of in {de brugklas|het eerste middelbaar}?
    next: END
"""


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("nl", "het vmbo"),
        ("be", "het b-stroom"),
        ("unknown", "het vmbo (Vlaanderen: b-stroom)"),
        ("", "het vmbo (Vlaanderen: b-stroom)"),
    ],
)
def test_the_half_of_the_region_is_said(region: str, said: str) -> None:
    assert in_region("het {vmbo|b-stroom}", region) == said


def test_braces_without_a_bar_stay() -> None:
    assert in_region("je doel is {goal_step} | klaar", "nl") == "je doel is {goal_step} | klaar"


@pytest.mark.parametrize(
    ("home", "said"),
    [
        ("Nederland", "Zit je op het vmbo of in de brugklas?"),
        ("Vlaanderen of Brussel", "Zit je op het b-stroom of in het eerste middelbaar?"),
        (
            "",
            "Zit je op het vmbo (Vlaanderen: b-stroom) of in de brugklas "
            "(Vlaanderen: het eerste middelbaar)?",
        ),
    ],
)
async def test_a_young_person_reads_their_own_word(home: str, said: str, tmp_path: Path) -> None:
    asks = "  - id: region\n    ask: Waar woon je?\n    next: told\n    choices:\n"
    for label, code in (("Nederland", "nl"), ("Vlaanderen of Brussel", "be")):
        asks += f"      - {{say: {label}, next: told, remember: {{region: {code}}}}}\n"
    text = FLOW.replace("  - id: told", f"{asks}  - id: told")
    folder = tmp_path / "flows"
    folder.mkdir()
    for path in (ROOT / "flows").rglob("*.yml"):
        copy = folder / path.relative_to(ROOT / "flows")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text())
    (folder / "school.yml").write_text(text)
    async with open_world(tmp_path, flows=folder) as world:
        await world.types("Schoolsoort")
        seen = await (world.presses(home) if home else world.types("zeg ik niet"))
    assert said in seen


def test_what_people_typed_is_never_taken_for_a_pair(tmp_path: Path) -> None:
    from bot.domain.conversation import Conversation
    from bot.domain.ids import PersonId
    from bot.engine.run import Moment, Run
    from tests.conftest import shelf
    from tests.fakes import A_TUESDAY

    talk = Conversation(PersonId("p")).remembering(goal_step="{ja|nee}", region="nl")
    run = Run(shelf(ROOT / "flows")(), talk, Moment(A_TUESDAY))
    assert run.filled("{Op|Naar} school: {goal_step}") == "Op school: {ja|nee}"


def _regions(steps: str) -> dict[str, frozenset[str]]:
    document = read_text(f"flow: x\ntitle: X\nsteps:\n{steps}", "x.yml")
    flow = read_flow(document, document.issues)
    assert flow is not None
    return dict(regions_of(flow))


def test_behind_a_choice_of_region_the_region_is_known() -> None:
    found = _regions(
        "  - {id: a, if: {region: nl}, then: dutch, else: b}\n"
        "  - {id: b, if: {region: be}, then: flemish, else: unknown}\n"
        "  - {id: dutch, say: Hoi, next: all}\n"
        "  - {id: flemish, say: Dag, next: all}\n"
        "  - {id: unknown, say: Hé, next: again}\n"
        "  - {id: again, call: about_you, next: all}\n"
        "  - {id: all, say: Oké, next: END}\n"
    )
    assert found["dutch"] == {"nl"}
    assert found["flemish"] == {"be"}
    assert found["unknown"] == {"unknown"}
    assert found["all"] == {"nl", "be", "unknown"}


def _told(say: str, tmp_path: Path) -> str:
    flow = f"flow: x\ntitle: X\nsteps:\n  - id: a\n    say: '{say}'\n    next: END\n"
    files = {"x.yml": flow}
    return broken_by(Example("x", files, "", False, "flows", True), tmp_path)[0]


@pytest.mark.parametrize(
    "say",
    [
        "Vraag het {een decaan|het CLB}.",
        "Vraag het een decaan, of in Vlaanderen het CLB.",
        "Twee uur vergaderen hoeft niet.",
    ],
)
def test_a_pair_and_both_words_are_fine(say: str, tmp_path: Path) -> None:
    assert _told(say, tmp_path) == ""


@pytest.mark.parametrize("say", ["Vraag het je decaan.", "Bel DUO.", "Zit je op kot?"])
def test_a_word_of_one_country_alone_is_told(say: str, tmp_path: Path) -> None:
    assert "[one_region_word]" in _told(say, tmp_path)


def test_the_word_behind_an_if_on_region_is_fine(tmp_path: Path) -> None:
    flow = (
        "flow: x\ntitle: X\nsteps:\n  - {id: a, if: {region: nl}, then: b, else: c}\n"
        "  - {id: b, say: Bel DUO., next: END}\n  - {id: c, say: Bel de school., next: END}\n"
    )
    example = Example("x", {"x.yml": flow}, "", False, "flows", True)
    assert broken_by(example, tmp_path)[0] == ""


def test_every_pair_of_the_list_holds_its_word_in_its_half() -> None:
    from bot.engine.loading import load

    words = load(ROOT / "flows").regional
    assert words is not None
    for one in words.words:
        assert one.word.casefold() in in_region(one.pair, one.region).casefold()
        assert one.word.casefold() not in one.other_half.casefold().split()
    assert check_folder(ROOT / "flows", CONTRACT)[0] is not None
