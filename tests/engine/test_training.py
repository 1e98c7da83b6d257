"""The training: what is read of `flows/training/`, and what is said when it is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.engine.shelf import check_folder
from bot.settings import ROOT

CONTRACT = ROOT / "nlu" / "contract.yml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of flows/."""
    return shutil.copytree(ROOT / "flows", tmp_path / "flows")


def said(folder: Path) -> list[str]:
    """The mistakes of the training: file name, line and code."""
    _, issues = check_folder(folder, CONTRACT)
    return [
        f"{Path(i.place.file).name}:{i.place.line} {i.code}"
        for i in issues
        if "training" in i.place.file
    ]


def broken(folder: Path, old: str, new: str) -> int:
    """Replaces something in the module about trust; returns the line on which it stood."""
    file = folder / "training" / "trust.yml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def test_there_are_three_modules_in_their_order_with_a_source(folder: Path) -> None:
    flowbook, issues = check_folder(folder, CONTRACT)
    assert flowbook is not None
    assert not [i for i in issues if not i.warning]
    assert [m.module for m in flowbook.training] == ["my_role", "trust", "emotions"]
    for module in flowbook.training:
        assert 6 <= len(module.steps) <= 10
        assert "peer-support" in module.source
        for step in module.steps:
            assert 0 < sum(choice.right for choice in step.choices) < len(step.choices)


def test_the_right_answer_is_not_always_at_the_same_place(folder: Path) -> None:
    flowbook, _ = check_folder(folder, CONTRACT)
    assert flowbook is not None
    for module in flowbook.training:
        right = {[c.right for c in step.choices].index(True) for step in module.steps}
        assert len(right) > 1


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("module: trust", "module: other", "file_name"),
        ("order: 2\n", "", "missing_key"),
        ("  - id: danger\n", "  - id: Danger!\n", "wrong_value"),
        ("Bij gevaar gaat veiligheid voor zwijgen.", "Bel 0800 1234.", "phone_number"),
        ("Wie jou iets vertelt", "Anoniem, wie jou iets vertelt", "forbidden_word"),
        ("Alleen de grappige dingen", "Alleen " + "de grappige dingen " * 3, "button_too_long"),
        ("Alleen de grappige dingen", "Een verhaal, maar zonder naam", "duplicate_button"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(
    folder: Path, old: str, new: str, code: str
) -> None:
    line = broken(folder, old, new)
    found = said(folder)
    assert [f.split()[1] for f in found] == [code]
    if code != "missing_key":
        assert found == [f"trust.yml:{line} {code}"]


def test_a_question_without_a_right_answer_is_a_mistake(folder: Path) -> None:
    file = folder / "training" / "trust.yml"
    file.write_text(file.read_text().replace("        right: true\n", "", 1))
    (found,) = said(folder)
    assert found.endswith("wrong_value")


def test_a_step_that_stands_twice_is_a_mistake(folder: Path) -> None:
    broken(folder, "- id: danger", "- id: no_promise")
    (found,) = said(folder)
    assert found.endswith("duplicate_step")


def test_a_file_that_is_no_yaml_is_told_and_the_rest_is_still_read(folder: Path) -> None:
    (folder / "training" / "trust.yml").write_text("module: [")
    (found,) = said(folder)
    assert found.startswith("trust.yml:")


def test_a_training_file_is_no_flow_for_young_people(folder: Path) -> None:
    flowbook, _ = check_folder(folder, CONTRACT)
    assert flowbook is not None
    assert not {"my_role", "trust", "emotions"} & set(flowbook.flows)
