"""The simulated young people: what is read of `flows/training/practice/`, and what is wrong with it."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest

from bot.domain.practice import FEWEST_LINES, LineKind
from bot.engine.practice import Practice
from bot.engine.shelf import check_folder
from bot.engine.step import END
from bot.settings import ROOT
from tests.engine.test_training import CONTRACT, said

PRACTICES = ("noor", "lowie", "sami")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of flows/."""
    return shutil.copytree(ROOT / "flows", tmp_path / "flows")


def practices(folder: Path) -> dict[str, Practice]:
    flowbook, issues = check_folder(folder, CONTRACT)
    assert flowbook is not None, issues
    return {p.practice: p for p in flowbook.practices}


def test_there_are_three_simulated_young_people_in_their_order(folder: Path) -> None:
    found = practices(folder)
    assert tuple(found) == PRACTICES
    for practice in found.values():
        assert "peer-support" in practice.source


@pytest.mark.parametrize("name", PRACTICES)
def test_each_reacts_in_another_way_to_each_kind_of_line(folder: Path, name: str) -> None:
    for step in practices(folder)[name].steps:
        told = [step.reaction(kind).say for kind in LineKind if kind is not LineKind.OTHER]
        assert len(set(told)) >= len(told) - 1, step.id


@pytest.mark.parametrize("name", PRACTICES)
def test_whatever_somebody_does_a_talk_can_count_and_comes_to_an_end(
    folder: Path, name: str
) -> None:
    practice = practices(folder)[name]
    for kind in (*LineKind, None):
        step, lines = practice.steps[0], 0
        for lines in itertools.count(1):
            after = practice.after(step, step.reaction(kind))
            if after == END:
                break
            found = practice.step(after)
            assert found is not None
            assert lines < 10
            step = found
        assert lines >= FEWEST_LINES


def test_one_of_them_is_in_calm_danger_and_teaches_to_ask_for_a_professional(folder: Path) -> None:
    practice = practices(folder)["sami"]
    taught = [step for step in practice.steps if step.backup is not None]
    assert [step.id for step in taught] == ["passing", "still", "told"]
    for step in taught[:2]:
        for key, reaction in step.reactions():
            assert reaction.note is not None
            assert key == "backup" or "/achterwacht" in reaction.note
    for other in ("noor", "lowie"):
        assert all(step.backup is None for step in practices(folder)[other].steps)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("practice: noor", "practice: nora", "file_name"),
        ("order: 1\n", "", "missing_key"),
        ("  - id: friend\n", "  - id: Friend!\n", "wrong_value"),
        ("  - id: friend\n", "  - id: pause\n", "duplicate_step"),
        ("next: closed}", "next: closd}", "unknown_step"),
        ("learn: Wie", "lern: x\nlearn: Wie", "unknown_key"),
        ("was er verder nog iets?", "bel 0800 1234", "phone_number"),
        ("Meer weet je nog niet.", "Het blijft geheim.", "forbidden_word"),
        ("alleen in de pauze", "alleen" + " in de pauze" * 5, "button_too_long"),
        ("who: Noor", "who: Noor van de overkant van de straat", "wrong_value"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(
    folder: Path, old: str, new: str, code: str
) -> None:
    file = folder / "training" / "practice" / "noor.yml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    line = text[: text.index(old)].count("\n") + 1
    found = said(folder)
    assert code in [one.split()[1] for one in found]
    if code not in ("missing_key", "unreachable_step"):
        assert f"noor.yml:{line} {code}" in found


def test_a_talk_that_never_ends_without_the_language_service_is_a_mistake(folder: Path) -> None:
    file = folder / "training" / "practice" / "noor.yml"
    file.write_text(file.read_text().replace('"jij ook doei", next: END', '"doei", next: begin', 1))
    (found,) = said(folder)
    assert found.endswith("practice_endless")


def test_a_step_that_nothing_leads_to_is_a_mistake(folder: Path) -> None:
    file = folder / "training" / "practice" / "noor.yml"
    file.write_text(file.read_text().replace("next: closed", "next: wish"))
    assert [one.split()[1] for one in said(folder)] == ["unreachable_step"]


def test_a_changed_file_is_read_again(folder: Path) -> None:
    file = folder / "training" / "practice" / "noor.yml"
    file.write_text(file.read_text().replace("title: Noor", "title: Nora", 1))
    assert practices(folder)["noor"].title.startswith("Nora")
