"""kill -9 of `maatje run` at random moments while people talk: is anything lost, doubled or mixed up?

    python -m benchmarks.kill [--kills 100] [--seconds 300] [--pairs 20] [--seed 1]

Pairs of young people and volunteers write numbered lines to each other through a strict fake Bot API
(real HTTP, Telegram's limits enforced) and a real `maatje run` process on SQLite. The process is
killed at seeded random moments, also while it starts, and started again at once. Afterwards every
line must have arrived exactly once and in order (judging.py); what a kill makes Telegram get twice
is counted as a repeat. Exit 1 when a figure is not reached.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.judging import Verdict
from benchmarks.pairs import Pair, Writers, codes, introduced, verdict
from tests.process.fake_language import FakeLanguageServer
from tests.process.processes import Starter, real
from tests.process.telegram_house import TelegramHouse
from tests.telegram.fake_bot_api import FakeBotApi

MOST_RECOVERY = 30.0  # seconds (R10)
DRAIN = 120.0  # seconds that everything may take to arrive after the last kill
SHORTEST_LIFE = 0.1  # seconds between a start and the next kill
QUIET = 2.0  # seconds without a new message, after which nothing more will come


@dataclass(frozen=True)
class Plan:
    """How hard it is tried."""

    kills: int = 100
    seconds: float = 300.0
    pairs: int = 20
    seed: int = 1
    every: float = 4.0  # seconds between two lines of one person, on average


@dataclass(frozen=True)
class Result:
    """What came out."""

    figures: Verdict
    kills: int
    recoveries: tuple[float, ...]  # seconds from a kill to the next message on a phone
    rate_limited: int
    forbidden: tuple[str, ...]  # what no bot may do, according to the fake Bot API

    def failures(self) -> list[str]:
        """The figures that were not reached."""
        found = self.figures
        must_be_nothing = {
            "lost": found.lost,
            "applied twice": found.applied_twice,
            "out of order": found.out_of_order,
            "invented": found.invented,
            "forbidden calls": len(self.forbidden),
        }
        wrong = [f"{name}: {count}" for name, count in must_be_nothing.items() if count]
        if found.repeated > self.kills:
            wrong.append(f"repeated: {found.repeated} > {self.kills} kills")
        if not found.sent or not self.recoveries:
            wrong.append("nothing was measured")
        elif max(self.recoveries) > MOST_RECOVERY:
            wrong.append(f"slowest recovery: {max(self.recoveries):.1f} s > {MOST_RECOVERY:g} s")
        return wrong


def measure(home: Path, plan: Plan, starter: Starter = real) -> Result:
    """Does it. Raises AssertionError when Maatje does not even start or introduce people."""
    chance = random.Random(plan.seed)
    with FakeBotApi(enforces_limits=True) as fake, FakeLanguageServer() as language:
        house = TelegramHouse(home, starter, fake, language)
        try:
            given = codes(house, plan.pairs)
            house.start()
            pairs = introduced(house, plan.pairs, given)
            killed = _killing(house, pairs, plan, chance)
            _drained(house, pairs)
            house.told_to_stop()
        finally:
            house.stop()
        return Result(
            verdict(house, pairs),
            plan.kills,
            _recoveries(killed, fake),
            fake.floods_seen,
            tuple(fake.failures),
        )


def _killing(
    house: TelegramHouse, pairs: list[Pair], plan: Plan, chance: random.Random
) -> list[float]:
    """Everybody writes; Maatje is killed `kills` times; returns when (monotonic seconds)."""
    writers = Writers(pairs, chance, plan.every)
    longest = max(2 * plan.seconds / plan.kills - SHORTEST_LIFE, SHORTEST_LIFE)
    killed = []
    for _ in range(plan.kills):
        writers.until(time.monotonic() + chance.uniform(SHORTEST_LIFE, longest))
        killed.append(time.monotonic())
        house.kill()
        house.start(wait=False)
    writers.until(time.monotonic() + longest)
    return killed


def _drained(house: TelegramHouse, pairs: list[Pair]) -> None:
    """Waits until everything has arrived and nothing more comes, or the time is over."""
    end, fake = time.monotonic() + DRAIN, house.fake
    while time.monotonic() < end:
        quiet = time.monotonic() - fake.sent_at[-1][0] > QUIET
        if quiet and not fake.pending and all(pair.complete for pair in pairs):
            return
        time.sleep(0.05)


def _recoveries(killed: list[float], fake: FakeBotApi) -> tuple[float, ...]:
    """A kill before the life before it said anything counts on from the earlier one."""
    found, since = [], None
    moments = sorted([*((at, True) for at in killed), *((at, False) for at, _ in fake.sent_at)])
    for at, is_kill in moments:
        if is_kill:
            since = since or at
        elif since is not None:
            found.append(at - since)
            since = None
    return tuple(found)


def table(result: Result) -> str:
    """For people."""
    found, times = result.figures, result.recoveries
    rows = (
        ("kills", result.kills, ""),
        ("lines sent", found.sent, ""),
        ("lost", found.lost, "0"),
        ("applied twice", found.applied_twice, "0"),
        ("out of order", found.out_of_order, "0"),
        ("invented or with the wrong person", found.invented, "0"),
        ("sent to Telegram twice", found.repeated, f"<= {result.kills}"),
        ("calls that no bot may make", len(result.forbidden), "0"),
        ("429 from Telegram", result.rate_limited, ""),
        ("recovery, median (s)", f"{statistics.median(times or [0]):.2f}", ""),
        ("recovery, slowest (s)", f"{max(times, default=0):.2f}", f"<= {MOST_RECOVERY:g}"),
    )
    lines = [f"{'':36}{'measured':>10}  {'goal':>8}"]
    return "\n".join(
        [*lines, *(f"{name:36}{value!s:>10}  {goal:>8}" for name, value, goal in rows)]
    )


def summary(result: Result) -> str:
    """The last line."""
    found, wrong = result.figures, result.failures()
    said = (
        f"kill -9 x {result.kills}: {found.sent} lines, {found.lost} lost, "
        f"{found.applied_twice} applied twice, {found.out_of_order} out of order, "
        f"{found.repeated} repeated; slowest recovery {max(result.recoveries, default=0):.1f} s"
    )
    return f"FAILED ({'; '.join(wrong)}) {said}" if wrong else f"OK {said}"


def main() -> int:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--kills", type=int, default=Plan.kills)
    options.add_argument("--seconds", type=float, default=Plan.seconds, help="of killing, about")
    options.add_argument("--pairs", type=int, default=Plan.pairs)
    options.add_argument("--seed", type=int, default=Plan.seed)
    chosen = options.parse_args()
    plan = Plan(chosen.kills, chosen.seconds, chosen.pairs, chosen.seed)
    with tempfile.TemporaryDirectory(prefix="maatje-kill-") as folder:
        result = measure(Path(folder) / "home", plan)
    sys.stdout.write(f"{table(result)}\n{summary(result)}\n")
    return 1 if result.failures() else 0


if __name__ == "__main__":
    sys.exit(main())
