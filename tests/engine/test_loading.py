"""One mistake is one message: what hangs on a broken line is not blamed as well."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.engine.shelf import check_folder
from tests.engine.broken import CONTRACT, FLOWS


def codes(folder: Path, name: str, old: str, new: str) -> list[str]:
    """The mistakes after one change in the flows of today."""
    shutil.copytree(FLOWS, folder / "flows")
    path = folder / "flows" / name
    text = path.read_text("utf-8") if path.exists() else ""
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else new, "utf-8")
    _, issues = check_folder(folder / "flows", CONTRACT)
    return [issue.code for issue in issues if not issue.warning]


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("goal.yml", "steps:\n", "steps:\n\t\n\tx: y\n", "yaml_tab"),
        ("goal.yml", "collect: goal_when", "colect: goal_when", "unknown_key"),
        ("goal.yml", "set_goal: {}", "set_gaol: {}", "unknown_step_kind"),
        ("services.yml", "ages: [0, 120]", "ages: nul", "wrong_value"),
        ("services.yml", "services:\n", "servcies:\n", "missing_key"),
        ("roles.yml", "name: mentor", "nam: mentor", "unknown_key"),
        ("roles.yml", "roles:", "roles: [", "yaml_syntax"),
        ("texts.yml", "young:", "young", "yaml_syntax"),
    ],
)
def test_what_hangs_on_a_broken_line_is_not_blamed_as_well(
    tmp_path: Path, name: str, old: str, new: str, code: str
) -> None:
    found = codes(tmp_path, name, old, new)
    assert code in found
    assert set(found) <= {code, "missing_key"}


@pytest.mark.parametrize("name", ["_danger_suicide_urgent", "_forget", "Oefening", "oe fening"])
def test_a_flow_cannot_take_the_name_of_one_that_maatje_builds_itself(
    tmp_path: Path, name: str
) -> None:
    flow = f"flow: {name}\ntitle: x\nsteps:\n  - {{id: a, say: Hoi., next: END}}\n"
    assert codes(tmp_path, f"{name}.yml", "", flow) == ["wrong_value"]


def test_a_step_cannot_be_called_end(tmp_path: Path) -> None:
    flow = "flow: x\ntitle: x\nsteps:\n  - {id: END, say: Hoi., next: END}\n"
    assert "wrong_value" in codes(tmp_path, "x.yml", "", flow)


def test_a_copy_of_a_broken_folder_can_never_be_in_use(tmp_path: Path) -> None:
    shutil.copytree(FLOWS, tmp_path / "flows")
    (tmp_path / "flows" / "menu.yml").unlink()
    assert check_folder(tmp_path / "flows", CONTRACT)[0] is None
