"""One broken example for each mistake an operator can make, with what is then said, word for word."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from bot.engine.shelf import check_folder
from bot.engine.wording import HELP, SENTENCES
from bot.settings import ROOT
from tests.engine.broken import CONTRACT, EXAMPLES, FLOWS, broken_by, example_of

MANUAL = ROOT / "docs" / "flows.md"
BEGINS, ENDS = "<!-- soorten fouten -->", "<!-- einde soorten fouten -->"


def test_the_flows_of_today_have_no_mistakes() -> None:
    flowbook, issues = check_folder(FLOWS, CONTRACT)
    assert [str(issue) for issue in issues if not issue.warning] == []
    assert flowbook is not None


def test_every_mistake_has_an_example_and_every_example_its_mistake() -> None:
    assert {path.stem for path in EXAMPLES} == set(SENTENCES)


NO_ADVICE = {
    "wrong_value",
    "unknown_value",
    "bad_date",
}  # the sentence itself says what can stand there


def test_every_mistake_comes_with_advice_in_its_example() -> None:
    bare = {
        path.stem
        for path in EXAMPLES
        for line, following in pairwise([*example_of(path).says.split("\n"), ""])
        if line.endswith(f"[{path.stem}]") and not following.startswith("    ")
    }
    assert bare - NO_ADVICE == set()


def test_the_manual_lists_every_kind(request: pytest.FixtureRequest) -> None:
    """`--update` writes the table."""
    manual = MANUAL.read_text()
    head, rest = manual.split(BEGINS)
    _, tail = rest.split(ENDS)
    rows = "".join(
        f"| `{code}` | {_plain(said)} | {_plain(HELP.get(code, ''))} |\n"
        for code, said in SENTENCES.items()
    )
    intro = f"\nMaatje kent {len(SENTENCES)} soorten fouten.\n\n"
    whole = f"{head}{BEGINS}{intro}| code | wat er mis is | wat je doet |\n|---|---|---|\n{rows}{ENDS}{tail}"
    if request.config.getoption("--update"):
        MANUAL.write_text(whole)
    assert MANUAL.read_text() == whole
    assert len(SENTENCES) >= 30


def _plain(text: str) -> str:
    return re.sub(r"\{(\w+)\}", "…", text.replace("{{", "{").replace("}}", "}")).replace("|", "\\|")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_mistake_is_told_at_its_place_in_its_words_and_alone(path: Path, tmp_path: Path) -> None:
    example = example_of(path)
    said, expected = broken_by(example, tmp_path)
    assert f"[{example.code}]" in expected
    assert said == expected
