"""handoff.yml written wrong: a Dutch sentence with the line, and nothing starts with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.broken import Example, broken_by

PEER = "  - when: {asked: peer}\n    to: peer\n"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("  - when: {asked: peer}\n    to: doctor\n", "flows/handoff.yml:{line+1}:"),
        ("  - when: {asked: doctor}\n    to: peer\n", "flows/handoff.yml:{line}:"),
        ("  - when: {role: peer}\n    to: peer\n", "flows/handoff.yml:{line}:"),
        ("  - when: {asked: peer}\n    next: here\n    to: peer\n", "flows/handoff.yml:{line+1}:"),
    ],
    ids=["unknown role", "unknown wish", "unknown condition", "a rule that leads back"],
)
def test_a_rule_that_cannot_be_is_told_with_its_line(wrong: str, says: str, tmp_path: Path) -> None:
    example = Example("", {"handoff.yml": {"replace": PEER, "with": wrong}}, says, False, "flows")
    said, place = broken_by(example, tmp_path)
    assert said.startswith(place)
    assert "fout:" in said
    assert said.count("flows/handoff.yml") == 1


def test_a_rule_with_no_condition_makes_what_follows_unreachable(tmp_path: Path) -> None:
    wrong = f"  - when: {{}}\n    to: professional\n{PEER}"
    example = Example(
        "", {"handoff.yml": {"replace": PEER, "with": wrong}}, "{line}", False, "flows"
    )
    said, line = broken_by(example, tmp_path)
    assert f"flows/handoff.yml:{int(line) + 2}:" in said
    assert f"de regel op regel {line} past altijd eerder" in said
