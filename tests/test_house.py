"""The rules of the house, kept by a machine: lists that are visible, words that are the same."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest
import yaml

from bot.domain.events import NAMES
from bot.domain.safety import DangerKind
from bot.domain.volunteer import Role
from bot.engine.contract import load_contract
from bot.engine.loading import SPECIAL, load
from bot.engine.shelf import Shelf
from bot.engine.steps import KINDS
from bot.services.conversing import DECISIONS
from bot.services.handoff import cards
from bot.services.ports import TimerKind
from bot.services.timing import HANDLERS
from bot.services.young.commands import COMMANDS
from bot.settings import ROOT

BOT = sorted((ROOT / "bot").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
STEPS = ROOT / "bot" / "engine" / "steps"
FLOWS = ROOT / "flows"
CONTRACT = ROOT / "nlu" / "contract.yml"
NOT_FLOWS = {
    "danger",
    "texts",
    "roles",
    "handoff",
    "services",
    "sentences",
    "circle_rules",
    "group_rules",
    "wall_rules",
    "goal_ideas",
    "supporter_rules",
    "words_by_region",
}
BUILT = {"which_topic"}  # asked by Maatje itself, in no file


def test_there_is_something_to_look_at() -> None:
    assert len(BOT) > 60
    assert len(TESTS) > 20
    assert len(KINDS) >= 12


def test_each_kind_of_step_is_one_file_and_is_in_the_list() -> None:
    files = {path.stem for path in STEPS.glob("*.py")} - {"__init__"}
    modules = [kind.__module__.rsplit(".", 1)[1] for kind in _kinds()]
    assert sorted(modules) == sorted(files)


def _kinds() -> list[type]:
    found = list(KINDS.values()) if isinstance(KINDS, dict) else list(KINDS)
    return [kind if isinstance(kind, type) else kind[1] for kind in found]


@pytest.mark.parametrize("kind", _kinds(), ids=lambda kind: kind.__name__)
def test_the_example_of_each_kind_of_step_loads(kind: type, tmp_path: Path) -> None:
    example = re.search(r"Example: `(.+)`", kind.__doc__ or "", re.DOTALL)
    assert example, f"{kind.__name__} has no example"
    step = yaml.safe_load(example[1])
    flow = {"flow": "probe", "title": "Probe", "steps": [step]}
    for name in SPECIAL:
        shutil.copy(FLOWS / name, tmp_path)
    (tmp_path / "probe.yml").write_text(yaml.safe_dump(flow, allow_unicode=True))
    library = load(tmp_path)
    assert [str(i) for i in library.issues if i.place.file.endswith("probe.yml")] == []
    assert type(library.flowbook.flows["probe"].steps[0]) is kind


def test_every_kind_of_timer_has_a_handler() -> None:
    assert set(HANDLERS) == set(TimerKind)


def test_every_kind_of_danger_has_a_dutch_word_and_texts() -> None:
    assert set(cards.KIND_WORDS) == set(DangerKind)
    assert set(Shelf(FLOWS, CONTRACT)().danger.kinds) == {kind.value for kind in DangerKind}
    assert load_contract(CONTRACT).kinds == {kind.value for kind in DangerKind}


def test_the_order_of_decisions_stands_in_one_list() -> None:
    order = [
        "_command",
        "_passing",
        "_relay",
        "_circle",
        "_wall",
        "_support",
        "_odd",
        "_asks_for_the_queue",
        "_flow",
    ]
    assert [decide.__name__ for decide in DECISIONS] == order


def test_every_command_that_people_are_told_of_exists() -> None:
    book = Shelf(FLOWS, CONTRACT)()
    told = set(re.findall(r"(?m)^/([a-z]+)", book.young("unknown_command")))
    assert told
    assert told <= set(COMMANDS)
    from bot.services.staff import staffing

    helps = [book.staff(f"help_{role.value}") for role in Role]
    told = {name for text in helps for name in re.findall(r"/([a-z]+)", text)}
    assert told == set(staffing.COMMANDS) - {"help", "start", "stop"}


def test_every_flow_has_a_talk_and_every_talk_a_flow() -> None:
    flows = {path.stem for path in FLOWS.glob("*.yml")} - NOT_FLOWS
    talks = {path.stem for path in (ROOT / "tests" / "conversations").glob("*.yml")}
    assert len(flows) >= 15
    assert flows <= talks
    assert talks <= flows | NOT_FLOWS | BUILT


def _imports(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_nothing_is_mocked() -> None:
    banned = {"unittest.mock", "mock", "pytest_mock"}
    assert [path for path in (*BOT, *TESTS) if banned & _imports(ast.parse(path.read_text()))] == []


def test_only_the_scripted_door_prints() -> None:
    printing = {
        path.relative_to(ROOT).as_posix()
        for path in BOT
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    }
    assert printing <= {"bot/commands/chat.py"}


PHONE = re.compile(
    r"(?<![\w./-])(?:0(?:[ -]?\d){8,10}|0[89]00[ -]?\d{3,8}|\+31[\d -]{8,}|"
    r"1813|112|113|116[ -]?\d{3})(?![\w-])"
)


@pytest.mark.parametrize(
    "text",
    [
        "bel 0800-0113",
        "06 12345678",
        "020-2615275",
        "bel 112.",
        "+31 6 1234 5678",
        "1813",
        "116 111",
        "09001234",
    ],
)
def test_the_search_for_phone_numbers_finds_one(text: str) -> None:
    assert PHONE.search(text)


@pytest.mark.parametrize(
    "path",
    [p for p in sorted(FLOWS.rglob("*.yml")) if p.name != "services.yml"],
    ids=lambda p: p.name,
)
def test_phone_numbers_stand_in_services_yml_only(path: Path) -> None:
    lines = (
        line.split(" #")[0]
        for line in path.read_text().splitlines()
        if not line.lstrip().startswith("#")
    )
    assert [line for line in lines if PHONE.search(line)] == []


def _public(tree: ast.Module) -> list[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
    ]


@pytest.mark.parametrize("path", BOT, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_class_and_function_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text())
    if not tree.body or "migrations/versions" in path.as_posix():
        return
    assert ast.get_docstring(tree), "the module itself"
    assert [node.name for node in _public(tree) if not ast.get_docstring(node)] == []


def test_every_event_that_happens_is_in_the_list_and_every_listed_one_happens() -> None:
    source = "\n".join(path.read_text() for path in BOT if path.name != "events.py")
    happens = set(re.findall(r'(?:event|happened)\(\s*"([a-z_]+)"', source))
    happens |= {f"handoff_{state}" for state in ("expired", "withdrawn")}
    happens |= {f"goal_{move}" for move in ("paused", "resumed", "ended")}  # a table in own_goal.py
    assert happens == set(NAMES)


def test_every_error_is_drawn_in_the_tree_of_errors() -> None:
    from bot import errors

    drawn = set(re.findall(r"── (\w+)", errors.__doc__ or ""))
    defined = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.MaatjeError)
    }
    assert drawn == defined - {"MaatjeError"}
