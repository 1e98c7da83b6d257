"""The Flowbook that is in use: read again when `flows/` changes, kept when the new one has mistakes."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.engine.checks import check
from bot.engine.contract import load_contract
from bot.engine.flowbook import Flowbook
from bot.engine.issues import Issue
from bot.engine.loading import load
from bot.engine.practice import FOLDER as PRACTICE
from bot.engine.situations import FOLDER as SITUATIONS
from bot.engine.stories import FOLDER as STORIES
from bot.engine.training import FOLDER as TRAINING
from bot.errors import FlowsBroken

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds
TALKS = Path("tests") / "conversations"


def check_folder(
    folder: Path, contract: Path, *, with_talks: bool = True
) -> tuple[Flowbook | None, list[Issue]]:
    """Reads and checks a folder. Talks are looked for beside it, in `../tests/conversations`; a
    running Maatje does without them (an installation has no tests)."""
    talks = folder.resolve().parent / TALKS
    there = with_talks and talks.is_dir()
    with _nothing_to_collect():
        library = load(folder)
        issues = check(library, load_contract(contract), talks if there else None)
    broken = any(not issue.warning for issue in issues)
    return (None if broken else library.flowbook), issues


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """What is made here stays: looking among them for rubbish took a third of the time
    (0.81 s, 0.57 s without; `pytest tests/engine/test_two_hundred.py`)."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


class Shelf:
    """Gives the Flowbook. Raises `FlowsBroken` at the start when there is no good one at all."""

    def __init__(self, folder: Path, contract: Path) -> None:
        self._folder, self._contract = folder, contract
        self._seen = self._state()
        self._looked = time.monotonic()
        flowbook, issues = check_folder(folder, contract, with_talks=False)
        if flowbook is None:
            raise FlowsBroken("\n".join(str(i) for i in issues if not i.warning))
        self._flowbook = flowbook

    def __call__(self) -> Flowbook:
        if time.monotonic() - self._looked >= LOOK_EVERY:
            self._looked = time.monotonic()
            self._reread_if_changed()
        return self._flowbook

    def _reread_if_changed(self) -> None:
        state = self._state()
        if state == self._seen:
            return
        self._seen = state
        flowbook, issues = check_folder(self._folder, self._contract, with_talks=False)
        if flowbook is None:
            mistakes = sum(not issue.warning for issue in issues)
            log.error("flows/ has %s mistakes; the last good edition stays", mistakes)
            return
        self._flowbook = flowbook
        log.info("flows/ was read again")

    def _state(self) -> frozenset[tuple[str, int, int]]:
        found = []
        folders = ("", f"{TRAINING}/", f"{PRACTICE}/", f"{STORIES}/", f"{SITUATIONS}/")
        for path in (path for one in folders for path in self._folder.glob(f"{one}*.y*ml")):
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            found.append((path.name, stat.st_mtime_ns, stat.st_size))
        return frozenset(found)
