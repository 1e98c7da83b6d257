"""Every module can be imported alone: no two of them need each other to begin."""

from __future__ import annotations

import graphlib
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from bot.settings import ROOT

# Whoever imports a module of a room has the rooms further in already, and those have no way out.
INWARD = {"domain": (), "engine": ("domain",), "services": ("domain", "engine")}
ALONE = """
import importlib, os, sys
within, modules = sys.argv[1].split(), sys.argv[2].split()
for name in within:
    importlib.import_module(name)
failed = 0
for name in modules:
    child = os.fork()
    if child == 0:
        try:
            importlib.import_module(name)
        except BaseException as error:
            print(f"{name}: {type(error).__name__}: {error}", flush=True)
            os._exit(1)
        os._exit(0)
    failed += os.waitpid(child, 0)[1] != 0
sys.exit(bool(failed))
"""


def modules_of(room: str) -> list[str]:
    files = sorted((ROOT / "bot" / room).rglob("*.py"))
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    return [name.removesuffix(".__init__") for name in names]


def test_no_module_leads_back_to_itself() -> None:
    graph = grimp.build_graph("bot", exclude_type_checking_imports=True, cache_dir=None)
    needs = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert len(needs) > 200
    try:
        graphlib.TopologicalSorter(needs).prepare()
    except graphlib.CycleError as error:
        pytest.fail(" needs ".join(reversed(error.args[1])))


@pytest.mark.parametrize("room", ["domain", "services"])
def test_every_module_of_a_room_can_be_imported_first(room: str) -> None:
    found = modules_of(room)
    assert len(found) > 20
    within = [name for inner in INWARD[room] for name in modules_of(inner)]
    done = subprocess.run(
        [sys.executable, "-c", ALONE, " ".join(within), " ".join(found)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_cycle_is_found(tmp_path: Path) -> None:
    for name, other in (("one", "two"), ("two", "one")):
        (tmp_path / f"{name}.py").write_text(f"from {other} import {name.upper()}\n")
    done = subprocess.run(
        [sys.executable, "-c", ALONE, "", "one two"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "one: ImportError" in done.stdout
