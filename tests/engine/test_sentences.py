"""`sentences.yml`: mistakes are told with their line; what cannot cross is no suggestion."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.engine.shelf import check_folder
from tests.engine.broken import CONTRACT, FLOWS

FIRST = "      - Fijn dat je dit vertelt. Neem gerust je tijd, ik ben er nu."


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (FIRST, "      - Zullen we afspreken?", "wrong_value"),
        (FIRST, "      - Je bent hier echt niet de enige in.", "wrong_value"),
        (FIRST, "      - Bel gerust 112.", "phone_number"),
        (FIRST, "      - Dit blijft anoniem.", "forbidden_word"),
        (FIRST, f"      - {'a' * 201}", "text_too_long"),
        ("group: listen", "group: lisen", "unknown_value"),
        ("group: ask", "group: listen", "wrong_value"),
    ],
)
def test_a_mistake_in_the_sentences_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    flows = tmp_path / "flows"
    shutil.copytree(FLOWS, flows)
    file = flows / "sentences.yml"
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    _, issues = check_folder(flows, CONTRACT)
    line = text[: text.index(old)].count("\n") + 1
    found = [(i.code, i.place.line) for i in issues if i.place.file.endswith("sentences.yml")]
    # a repeated sentence is told where it comes the second time
    assert code in [c for c, at in found if at == line or "niet de enige" in new]


def test_a_yes_for_the_note_comes_from_a_button_in_its_own_flow(tmp_path: Path) -> None:
    flows = tmp_path / "flows"
    shutil.copytree(FLOWS, flows)
    (flows / "oefening.yml").write_text(
        "flow: oefening\ntitle: Oefening\nsteps:\n  - id: een\n    remember: {note_ok: yes}\n    next: END\n",
        "utf-8",
    )
    _, issues = check_folder(flows, CONTRACT)
    assert [i.code for i in issues if i.place.line == 5 and not i.warning] == ["wrong_value"]
