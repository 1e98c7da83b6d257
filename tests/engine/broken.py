"""Breaks a copy of `flows/` as an example in `tests/mistakes/` says, and checks it.

An example is a file `tests/mistakes/<code>.yml`:

    files:                      what is changed in the copy
      new.yml: text             a new file, or the whole text of one that was there; `⇥` is a tab
      old.yml: null             a file that is taken away; `"*.yml": null` takes all flows away
      old.yml: {replace, with}  a piece of text that stands there once, and what comes instead
      old.yml: {folder: true}   a folder of that name
      old.yml: {latin1: text}   a text in another encoding
      old.yml: {times, text}    a text, so many times
    talks: true                 every flow of today has a talk; left out: talks are not looked for
    folder: name                another folder is checked than the copy
    warnings: true              what is only a warning is printed too, save what is said today
    says:                       all that `maatje flows check` prints of mistakes, word for word;
                                `{line}` is the line of the replaced piece, `{line+2}` two further,
                                `{top}` the line of the first key of that file
"""

from __future__ import annotations

import functools
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.engine.issues import Issue
from bot.engine.loading import SPECIAL
from bot.engine.shelf import check_folder
from bot.settings import ROOT

FLOWS = ROOT / "flows"
CONTRACT = ROOT / "nlu" / "contract.yml"
EXAMPLES = sorted((ROOT / "tests" / "mistakes").glob("*.yml"))


@dataclass(frozen=True, slots=True)
class Example:
    """One broken folder and what is said about it."""

    code: str
    files: dict[str, Any]
    says: str
    talks: bool
    folder: str
    warnings: bool = False


def example_of(path: Path) -> Example:
    """The example of one file."""
    data = yaml.safe_load(path.read_text("utf-8"))
    return Example(
        path.stem,
        data.get("files") or {},
        data["says"].strip(),
        data.get("talks", False),
        data.get("folder", "flows"),
        data.get("warnings", False),
    )


def broken_by(example: Example, folder: Path) -> tuple[str, str]:
    """What is said about the broken copy in `folder`, and what should be said."""
    flows = folder / "flows"
    shutil.copytree(FLOWS, flows)
    expected = example.says
    for name, change in example.files.items():
        line, top = _change(flows / name, change)
        expected = _with_lines(expected.replace("{top}", str(top)), line)
    if example.talks:
        _talks(folder)
    _, issues = check_folder(folder / example.folder, CONTRACT)
    told = [issue for issue in issues if not issue.warning or _is_shown(issue, example)]
    said = "\n".join(str(issue) for issue in told).replace(f"{folder}/", "")
    return _without(said, _today()) if example.warnings else said, expected


def _is_shown(issue: Issue, example: Example) -> bool:
    return example.warnings and issue.code != "missing_talk"


def _without(said: str, known: str) -> str:
    """What is said now and was not said before."""
    blocks = re.split(r"\n(?! )", said)
    return "\n".join(block for block in blocks if block not in known)


@functools.cache
def _today() -> str:
    _, issues = check_folder(FLOWS, CONTRACT, with_talks=False)
    return "\n".join(str(issue) for issue in issues)


def _with_lines(expected: str, line: int) -> str:
    return re.sub(r"\{line(?:\+(\d+))?\}", lambda m: str(line + int(m[1] or 0)), expected)


def _change(path: Path, change: Any) -> tuple[int, int]:
    """Changes one file; returns the lines of the replaced piece and of the first key."""
    if path.name == "*.yml":
        for flow in path.parent.glob(path.name):
            if flow.name not in SPECIAL:
                flow.unlink()
    elif change is None:
        path.unlink()
    elif isinstance(change, str):
        path.write_text(change.replace("⇥", "\t"), "utf-8")
    elif "folder" in change:
        path.mkdir()
    elif "latin1" in change:
        path.write_text(change["latin1"], "latin-1")
    elif "times" in change:
        path.write_text(change["text"] * change["times"], "utf-8")
    else:
        return _replace(path, change["replace"].rstrip("\n"), change["with"].rstrip("\n"))
    return 1, 1


def _replace(path: Path, old: str, new: str) -> tuple[int, int]:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"«{old}» stands {text.count(old)} times in {path.name}, not once"
    path.write_text(text.replace(old, new), "utf-8")
    first_key = re.search(r"^\w+:", text, re.MULTILINE)
    assert first_key
    return _line(text, text.index(old)), _line(text, first_key.start())


def _line(text: str, at: int) -> int:
    return text[:at].count("\n") + 1


def _talks(folder: Path) -> None:
    talks = folder / "tests" / "conversations"
    talks.mkdir(parents=True)
    for flow in FLOWS.glob("*.yml"):
        (talks / flow.name).touch()
