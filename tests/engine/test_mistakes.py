"""One broken example for each mistake an operator can make, with what is then said, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.engine.shelf import check_folder
from bot.engine.wording import SENTENCES
from tests.engine.broken import CONTRACT, EXAMPLES, FLOWS, broken_by, example_of


def test_the_flows_of_today_have_no_mistakes() -> None:
    flowbook, issues = check_folder(FLOWS, CONTRACT)
    assert [str(issue) for issue in issues if not issue.warning] == []
    assert flowbook is not None


def test_every_mistake_has_an_example_and_every_example_its_mistake() -> None:
    assert {path.stem for path in EXAMPLES} == set(SENTENCES)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_mistake_is_told_at_its_place_in_its_words_and_alone(path: Path, tmp_path: Path) -> None:
    example = example_of(path)
    said, expected = broken_by(example, tmp_path)
    assert f"[{example.code}]" in expected
    assert said == expected
