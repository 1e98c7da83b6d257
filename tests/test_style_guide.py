"""docs/stijlgids.md is true: every check that it names tells the bad line and lets the good one pass."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.engine.issues import Issue
from bot.engine.shelf import check_folder
from bot.engine.wording import SENTENCES
from bot.settings import ROOT
from tests.engine.broken import CONTRACT, FLOWS

GUIDE = ROOT / "docs" / "stijlgids.md"
RULE = re.compile(r"^### (?P<title>.+?) \(`(?P<code>\w+)`\)\n(?P<body>.*?)(?=^#|\Z)", re.M | re.S)
STYLE = {
    "message_too_long",
    "sentence_too_long",
    "word_too_long",
    "text_hard_to_read",
    "exclamation_salad",
    "emoji_in_danger",
    "formal_you",
    "many_you",
    "one_region_word",
    "missing_half",
}


@dataclass(frozen=True)
class Rule:
    """A rule that a machine checks, with its lines."""

    code: str
    good: list[str]
    bad: list[str]

    def __str__(self) -> str:
        return self.code


def _lines(kind: str, body: str) -> list[str]:
    return re.findall(rf"^- {kind}: (.+)$", body, re.MULTILINE)


RULES = [
    Rule(found["code"], _lines("goed", found["body"]), _lines("fout", found["body"]))
    for found in RULE.finditer(GUIDE.read_text())
]


def said_of(line: str, folder: Path, *, danger: bool) -> list[Issue]:
    """What `flows check` says of one line, in a flow or among the texts about danger."""
    flows = folder / "flows"
    shutil.copytree(FLOWS, flows)
    if danger:
        head, rest = (flows / "danger.yml").read_text().split("    urgent:\n", 1)
        rest = re.sub(r"\A      say:.*\n(?:       +.*\n)*", f'      say: "{line}"\n', rest)
        (flows / "danger.yml").write_text(f"{head}    urgent:\n{rest}")
        place = "danger.yml", head.count("\n") + 2
    else:
        text = f'flow: stijl\ntitle: Stijl\nsteps:\n  - id: zin\n    say: "{line}"\n    next: END\n'
        (flows / "stijl.yml").write_text(text)
        place = "stijl.yml", 5
    _, issues = check_folder(flows, CONTRACT)
    return [one for one in issues if (Path(one.place.file).name, one.place.line) == place]


def test_the_guide_names_every_check_of_style_that_is_there() -> None:
    named = {rule.code for rule in RULES}
    assert named <= set(SENTENCES)
    assert named >= STYLE
    assert all(rule.good and rule.bad for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_the_bad_line_is_told_and_the_good_one_is_not(rule: Rule, tmp_path: Path) -> None:
    danger = "danger" in rule.code
    for n, line in enumerate(rule.bad):
        codes = {one.code for one in said_of(line, tmp_path / f"bad{n}", danger=danger)}
        assert rule.code in codes, line
    for n, line in enumerate(rule.good):
        assert said_of(line, tmp_path / f"good{n}", danger=danger) == [], line
