"""The manuals are true: every example loads, every list is whole, every command exists."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.domain.retention import DANGER_TERM, GOAL_LIMIT, GOAL_TERM, TALK_TERM
from bot.domain.safety import DangerKind
from bot.engine.checks import MAX_BUTTONS, MAX_LABEL, MAX_TEXT, NEEDED_FLOWS
from bot.engine.circle_rules import CircleRules
from bot.engine.contract import load_contract
from bot.engine.danger import DangerTexts
from bot.engine.goal_ideas import GoalIdeas
from bot.engine.group_rules import GroupRules
from bot.engine.handoff_rules import HandoffRules, Limits, When
from bot.engine.issues import Issue
from bot.engine.loading import FLOW_KEYS, parsed, read_flow
from bot.engine.reading import Document, read_file, read_text
from bot.engine.referral import ReferralService
from bot.engine.regional import RegionalWords
from bot.engine.roles import Roles
from bot.engine.sentences import Sentences
from bot.engine.shelf import check_folder
from bot.engine.steps import KINDS
from bot.engine.steps.ask import COLLECTABLE, Ask, Choice
from bot.engine.steps.if_ import CONDITIONS
from bot.engine.steps.measure import MEASURABLE
from bot.engine.steps.remember import VALUES
from bot.engine.supporter_rules import SupporterRules
from bot.engine.texts import Texts
from bot.engine.wall_rules import WallRules
from bot.services.staff.staffing import COMMANDS
from bot.settings import ROOT, Settings
from tests.conftest import World, open_world
from tests.test_conversations import _as_written, _expected, _inputs, _play

CONTRACT = Settings().contract
FLOWS_MANUAL = ROOT / "docs" / "flows.md"
STAFF_MANUAL = ROOT / "docs" / "vrijwilligers.md"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"(?:^|[|] ?|\$\()(?:MAATJE_\w+=\S+ )?(?:\.venv/bin/)?maatje(?= |$)(.*)$")
FILE = re.compile(r"# ((?:[\w]+/)*[\w]+\.yml)\b(.*)")
UNUSED_KEYS = {"in_menu", "menu_order"}  # read without a mistake, but nothing is done with them
# A loose step leads to steps that are not in the example.
LOOSE = {"unknown_step", "unreachable_step", "no_end", "missing_talk"}
PARTS: dict[str, Any] = {
    "danger.yml": DangerTexts,
    "handoff.yml": HandoffRules,
    "texts.yml": Texts,
    "roles.yml": Roles,
    "sentences.yml": Sentences,
    "wall_rules.yml": WallRules,
    "goal_ideas.yml": GoalIdeas,
    "supporter_rules.yml": SupporterRules,
    "words_by_region.yml": RegionalWords,
    "circle_rules.yml": CircleRules,
    "group_rules.yml": GroupRules,
}


@dataclass(frozen=True)
class Block:
    """A ```yaml block of the manual; `file` is the name in its first line, if it has one."""

    line: int
    text: str
    file: str = ""
    whole: bool = False

    def __str__(self) -> str:
        return f"line {self.line} {self.file}".strip()


def _blocks() -> list[Block]:
    manual = FLOWS_MANUAL.read_text()
    found = []
    for match in FENCE.finditer(manual):
        if match[1] != "yaml":
            continue
        named = FILE.match(match[2])
        line = manual.count("\n", 0, match.start()) + 1
        file, rest = (named[1], named[2]) if named else ("", "")
        found.append(Block(line, match[2], file, whole=bool(named) and not rest))
    return found


BLOCKS = _blocks()
SITUATIONS = [block for block in BLOCKS if block.file.startswith("flows/situations/")]
FLOWS = [b for b in BLOCKS if b.file.startswith("flows/") and b not in SITUATIONS]
TALKS = [block for block in BLOCKS if block.file.startswith("tests/conversations/")]
SPECIAL = [block for block in BLOCKS if block.file and block not in FLOWS + TALKS + SITUATIONS]
STEPS = [block for block in BLOCKS if not block.file]


def _fails(issues: list[Issue]) -> list[str]:
    return [str(issue) for issue in issues if not issue.warning]


def _as_flow(steps: str) -> str:
    return f"flow: uit_de_handleiding\ntitle: Handleiding\nsteps:\n{steps}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of flows/ and the talks, with the whole examples of the manual in it."""
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "flows", copy / "flows")
    shutil.copytree(ROOT / "tests" / "conversations", copy / "tests" / "conversations")
    for block in FLOWS + TALKS + SITUATIONS:
        if block.whole:
            (copy / block.file).write_text(block.text)
    return copy / "flows"


def test_the_manual_has_examples_of_everything() -> None:
    assert len([block for block in FLOWS if block.whole]) >= 1
    assert len(STEPS) >= len(KINDS)
    assert {block.file for block in SPECIAL} == {*PARTS, "services.yml"}
    talks = {Path(block.file).name for block in TALKS if block.whole}
    assert {Path(block.file).name for block in FLOWS} <= talks


def test_whole_flows_of_the_manual_have_no_mistakes(folder: Path) -> None:
    flowbook, issues = check_folder(folder, CONTRACT)
    assert _fails(issues) == []
    assert flowbook is not None
    assert {Path(block.file).stem for block in FLOWS} <= set(flowbook.flows)


@pytest.mark.parametrize("block", STEPS, ids=str)
def test_loose_steps_load(block: Block, folder: Path) -> None:
    document = read_text(_as_flow(block.text), "handleiding.yml")
    issues = [*document.issues]
    flow = read_flow(document, issues)
    assert _fails(issues) == []
    assert flow is not None
    (folder / "uit_de_handleiding.yml").write_text(_as_flow(block.text))
    _, issues = check_folder(folder, CONTRACT)
    assert _fails([issue for issue in issues if issue.code not in LOOSE]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_step_has_an_example(kind: str) -> None:
    assert any(re.search(rf"^    {kind}:", block.text, re.MULTILINE) for block in STEPS)


@pytest.mark.parametrize("block", SPECIAL, ids=str)
def test_parts_of_the_other_files_can_be_read(block: Block) -> None:
    document = read_text(block.text, block.file)
    issues = [*document.issues]
    assert isinstance(document.data, dict)
    if block.file == "services.yml":
        _read_services(document, issues)
    else:
        parsed(PARTS[block.file], document.data, (), document, issues)
    assert _fails(issues) == []


def _read_services(document: Document, issues: list[Issue]) -> None:
    assert isinstance(document.data, dict)
    rows = document.data["services"]
    assert isinstance(rows, list)
    for i, row in enumerate(rows):
        parsed(ReferralService, row, ("services", i), document, issues)


@pytest.mark.parametrize("block", [b for b in TALKS if b.whole], ids=str)
async def test_whole_talks_go_as_the_manual_says(
    block: Block, folder: Path, tmp_path: Path
) -> None:
    for n, talk in enumerate(_talks_of(block)):
        async with open_world(_made(tmp_path / str(n)), flows=folder) as world:
            _teach(world, talk)
            played = [(item, await _play(world, item)) for item in _inputs(talk)]
        assert _as_written(played) == _expected(talk)


@pytest.mark.parametrize("block", [b for b in TALKS if not b.whole], ids=str)
async def test_parts_of_talks_can_be_played(block: Block, folder: Path, tmp_path: Path) -> None:
    for n, talk in enumerate(_talks_of(block)):
        async with open_world(_made(tmp_path / str(n)), flows=folder) as world:
            _teach(world, talk)
            for item in _inputs(talk):
                await _play(world, item)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _talks_of(block: Block) -> list[Any]:
    document = read_text(block.text, block.file)
    assert document.issues == []
    assert isinstance(document.data, list)
    assert document.data
    return document.data


def _teach(world: World, talk: dict[str, Any]) -> None:
    for item in talk["talk"]:
        if "young" in item and "means" in item:
            world.language.teach(item["young"], item["means"])


def _words() -> dict[str, set[str]]:
    """Everything that an operator may write, by where it is listed in the code."""
    contract = load_contract(CONTRACT)
    roles = read_file(ROOT / "flows" / "roles.yml", "roles.yml").data
    assert isinstance(roles, dict)
    return {
        "kinds of steps": set(KINDS),
        "keys of a flow": set(FLOW_KEYS) - UNUSED_KEYS,
        "keys of a question": {"collect", "unclear", "choices", "then", "else", *Ask.model_fields},
        "keys of a button": set(Choice.model_fields),
        "topics": set(contract.topics),
        "acts": set(contract.acts),
        "collect": {*COLLECTABLE, *MEASURABLE},
        "remember": {*VALUES, *(value for values in VALUES.values() for value in values)},
        "if": {*CONDITIONS, *(value for values, _ in CONDITIONS.values() for value in values)},
        "needed flows": set(NEEDED_FLOWS),
        "forms": {role["form"] for role in roles["roles"]},
        "limits": set(Limits.model_fields),
        "when": {"professionals", *When.model_fields},
        "keys of a service": set(ReferralService.model_fields),
    }


@pytest.mark.parametrize("where", _words())
def test_the_lists_of_the_manual_are_whole(where: str) -> None:
    manual = FLOWS_MANUAL.read_text()
    code = "\n".join([*SPAN.findall(FENCE.sub("", manual)), *(block.text for block in BLOCKS)])
    found = set(re.findall(r"\w+", code))
    assert _words()[where] - found == set()


def test_the_manual_knows_the_limits_and_not_the_keys_that_do_nothing() -> None:
    manual = FLOWS_MANUAL.read_text()
    for limit in (f"{MAX_LABEL} tekens", f"| {MAX_BUTTONS},", f"{MAX_TEXT} tekens"):
        assert limit in manual
    for key in UNUSED_KEYS:
        assert key not in manual


def test_danger_kinds_in_the_talk_example_exist() -> None:
    kinds = re.findall(r"kinds: \[(\w+)\]", "\n".join(block.text for block in TALKS))
    assert kinds
    assert set(kinds) <= {kind.value for kind in DangerKind}


# --- commands --------------------------------------------------------------------------------------


def _commands(file: Path) -> set[str]:
    """Every `maatje …` in a file: between backticks, or on a line of a block that is no YAML."""
    text = file.read_text()
    lines = [
        line for kind, body in FENCE.findall(text) if kind != "yaml" for line in body.split("\n")
    ]
    found = [COMMAND.search(line.strip()) for line in [*lines, *SPAN.findall(FENCE.sub("", text))]]
    return {match[1].split("#")[0].strip() for match in found if match}


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TYPED = [
    pytest.param(command, id=f"{page.name}: {command}")
    for page in PAGES
    for command in sorted(_commands(page))
]


def test_there_are_commands_to_check() -> None:
    for page in (ROOT / "README.md", FLOWS_MANUAL, STAFF_MANUAL):
        assert _commands(page)


@pytest.mark.parametrize("typed", TYPED)
def test_every_command_exists(typed: str) -> None:
    words = re.match(r"(?:[a-z-]+ ?)*", re.sub(r"(^| )-.*", "", typed))
    assert words is not None
    asked = CliRunner(env={"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"}).invoke(
        app, [*words[0].split(), "--help"]
    )
    assert asked.exit_code == 0, asked.output
    for option in re.findall(r"--[a-z][a-z-]*", typed):
        assert option in asked.output


def test_the_staff_manual_knows_every_command_and_button() -> None:
    manual = STAFF_MANUAL.read_text()
    texts = read_file(ROOT / "flows" / "texts.yml", "texts.yml").data
    assert isinstance(texts, dict)
    assert isinstance(texts["staff"], dict)
    typed = {span.split()[0] for span in SPAN.findall(manual) if span.startswith("/")}
    known = {f"/{name}" for name in COMMANDS}
    assert typed <= known | {"/vrijwilliger"}  # typed before somebody is one of the staff
    assert known - {"/start"} <= typed
    for button in ("claim_button", "clear_button"):
        assert str(texts["staff"][button]) in manual


def test_the_staff_manual_names_the_terms_of_the_code() -> None:
    manual = STAFF_MANUAL.read_text()
    for term in (TALK_TERM, DANGER_TERM, GOAL_TERM, GOAL_LIMIT):
        assert f"{term.days} dagen" in manual
