"""Check-ins of goals: a week with ten thousand young people, and what one costs with a million goals.

    python -m benchmarks.goals [--young 10000] [--goals 1000000] [--seed 1] [--short] [--write]
        [--only week|size] [--processor]

Real services, timers, outbox, sender and its limits on SQLite; people, Telegram and the clock are made
up (goal_week.py, goal_size.py). The size is measured on SQLite and, where one is installed, on a
PostgreSQL server of our own: a million goals belong there, so there the ratio counts. With `--write`
the figures go to docs/goals-bench.md with its pictures (with `--only size` just the picture of the
size). Exit 1 when a figure was not reached.
"""

from __future__ import annotations

import argparse
import logging
import os
import platform
import statistics
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import goal_size, goal_week
from benchmarks.goal_size import Size
from benchmarks.goal_week import Plan, Verdict
from bot.settings import ROOT
from tests.postgresql import why_not

PAGE, PICTURE = ROOT / "docs" / "goals-bench.md", ROOT / "docs" / "goals-bench.png"
SIZE_PICTURE = ROOT / "docs" / "goals-size.png"
Weeks = dict[str, Verdict]


def weeks_of(young: int, seed: int, *, short: bool, processor: bool) -> Weeks:
    """The week with the end of summer time and the kills, and the days with its beginning."""

    def play(plan: Plan) -> Verdict:
        return goal_week.play(plan, processor=processor)

    if short:
        return {"two days, summer time ends": play(goal_week.short())}
    name = f"a week, {young:,} young people, summer time ends, three kills"
    few = max(100, young // 10)
    return {
        name: play(goal_week.october(young, seed)),
        f"four days, {few:,} young people, summer time begins": play(goal_week.march(few, seed)),
    }


def week_table(weeks: Weeks) -> list[str]:
    """The figures of the weeks as Markdown."""
    columns = [goal_week.told(verdict) for verdict in weeks.values()]
    lines = [f"| | {' | '.join(weeks)} | goal |", "|---|" + "---|" * (len(weeks) + 1)]
    for row in zip(*columns, strict=True):
        figures = " | ".join(one[1] for one in row)
        lines.append(f"| {row[0][0]} | {figures} | {row[0][2]} |")
    return lines


def draw(weeks: Weeks, sizes: Sequence[Size], file: Path) -> None:
    """How late check-ins were, and what one costs as the number of goals grows."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (late, cost) = pyplot.subplots(1, 2, figsize=(11, 4))
    for name, verdict in weeks.items():
        shown = {
            "in the outbox": verdict.in_outbox,
            f"sent, ≤ {goal_week.A_MINUTE:,} a minute": verdict.sent,
            "sent, larger minutes": verdict.sent_of_more,
        }
        for label, values in shown.items():
            if values and verdict is next(iter(weeks.values())):
                shares = [(place + 1) / len(values) for place in range(len(values))]
                late.step(sorted(max(one, 0.01) for one in values), shares, label=label)
        late.set_title(
            name if verdict is next(iter(weeks.values())) else late.get_title(), fontsize=8
        )
    late.set(xlabel="seconds after the moment", ylabel="share of the check-ins", xscale="log")
    draw_size(cost, sizes)
    cost.set_title("One due check-in")
    late.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(file, dpi=100)


def draw_size(axes: Any, sizes: Sequence[Size]) -> None:
    """What one check-in costs, in one panel."""
    goals = [one.goals for one in sizes]
    for label, pick in (("asked", "asked"), ("asked and sent", "whole"), ("processor", "cpu")):
        values = [getattr(one, pick) for one in sizes]
        axes.plot(goals, [statistics.median(one) for one in values], marker="o", label=label)
        p95 = [one.p95(getattr(one, pick)) for one in sizes]
        axes.plot(goals, p95, marker=".", linestyle=":", label=f"{label}, p95")
    axes.set(xlabel="goals in the database", ylabel="ms a check-in", xscale="log")
    axes.set_ylim(bottom=0)
    axes.legend(fontsize=8)


def draw_sizes(on: dict[str, Sequence[Size]], file: Path) -> None:
    """What one check-in costs as the number of goals grows, on each database."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, panels = pyplot.subplots(1, len(on), figsize=(5.5 * len(on), 4), squeeze=False)
    for axes, (name, sizes) in zip(panels[0], on.items(), strict=True):
        draw_size(axes, sizes)
        axes.set_title(f"{name}: p95 {goal_size.ratio(sizes):.2f} of that at {sizes[0].goals:,}")
    figure.tight_layout()
    figure.savefig(file, dpi=100)


def page(
    weeks: Weeks,
    sizes: Sequence[Size],
    served: Sequence[Size],
    arguments: str,
    wrong: Sequence[str],
) -> str:
    """docs/goals-bench.md."""
    lines = [
        "# Check-ins: a week, and a million goals",
        "",
        f"`python -m benchmarks.goals {arguments} --write` ({date.today():%-d %B %Y}, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores, SQLite in a file, load "
        f"{os.getloadavg()[1]:.1f} when it ended). Real services, timers, outbox, sender and limits; "
        "the clock counts what work takes and skips waiting. People and Telegram are made up: 30 messages "
        "a second in all, 4 in 3 s a person, an answer after 50 ms.",
        "",
        "![Lateness and cost](goals-bench.png)",
        "",
    ]
    if weeks:
        lines += ["## The week", "", *week_table(weeks), "", WEEK_NOTES, ""]
    if sizes:
        lines += [
            "## The size",
            "",
            "A sample is a round of 40 check-ins; the sizes take turns.",
            "",
            f"![Cost and number of goals]({SIZE_PICTURE.name})",
            "",
        ]
        lines += ["On SQLite:", "", *size_lines(sizes)]
    if served:
        lines += ["On PostgreSQL, each commit on the disk:", "", *size_lines(served)]
    reached = (
        [f"Not reached: {'; '.join(wrong)}."]
        if wrong
        else ["Every figure that was measured was reached."]
    )
    return "\n".join([*lines, *reached]) + "\n"


def size_lines(sizes: Sequence[Size]) -> list[str]:
    """The figures of one database as Markdown."""
    ratio, busy = goal_size.ratio(sizes), goal_size.ratio(sizes, processor=True)
    return [
        *goal_size.table(sizes),
        "",
        f"The p95 at {sizes[-1].goals:,} goals is {ratio:.2f} of that at {sizes[0].goals:,} on the wall, "
        f"and {busy:.2f} of the processor (goal ≤ {goal_size.RATIO}).",
        "",
    ]


WEEK_NOTES = """\
A fifth is asked every day, two fifths every week, two fifths once; nearly half chose four o'clock, and
half of those that are asked once the same afternoon. One in twenty answers. At a kill the process state
is thrown away while check-ins are asked and sent; what was under way to Telegram then may come twice,
since `sendMessage` has no key to recognise a repeat. A moment that fell in a standstill counts from its
end, or from the morning when that is in the quiet hours. “Sent” counts from the chosen moment. The
alarms (`ik wil dood`) come in the busiest peak. With `--processor` the clock counts processor time, and
for each commit the measured time of a synced commit, in place of the time on the wall."""


def main(given: Sequence[str]) -> int:
    """Measures, prints, writes; 1 when a figure was not reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.goals", description=__doc__)
    parser.add_argument("--young", type=int, default=10_000)
    parser.add_argument("--goals", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("week", "size"))
    parser.add_argument("--short", action="store_true", help="a few seconds, for CI")
    parser.add_argument(
        "--processor", action="store_true", help="count processor time: others use the machine too"
    )
    parser.add_argument("--write", action="store_true", help="write the page and its picture")
    known = parser.parse_args(given)
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)  # killed on purpose
    weeks: Weeks = {}
    sizes: list[Size] = []
    served: list[Size] = []
    if known.only != "size":
        weeks = weeks_of(known.young, known.seed, short=known.short, processor=known.processor)
        _say(week_table(weeks))
    if known.only != "week":
        chosen = (1_000, 5_000) if known.short else sizes_to(known.goals)
        due, days = (200, 2) if known.short else (goal_size.DUE, goal_size.DAYS)
        sizes = goal_size.run(chosen, due, days, say=_say)
        _say(goal_size.table(sizes))
        if missing := why_not():
            _say([missing])
        else:
            served = goal_size.run_on_server(chosen, due, days, say=_say)
            _say(size_lines(served))
    wrong = [one for verdict in weeks.values() for one in verdict.failures()]
    counted = served or sizes
    wrong += goal_size.failures(counted, processor=known.processor) if counted else []
    if known.write and sizes:
        draw_sizes({"SQLite": sizes} | ({"PostgreSQL": served} if served else {}), SIZE_PICTURE)
    if known.write and weeks and sizes:
        draw(weeks, sizes, PICTURE)
        asked = " ".join(one for one in given if one != "--write")
        PAGE.write_text(page(weeks, sizes, served, asked, wrong))
    _say(wrong or ["every figure was reached"])
    return 1 if wrong else 0


def _say(lines: Sequence[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def sizes_to(most: int) -> tuple[int, ...]:
    """Ten times as many each time, up to the most."""
    return tuple(sorted({*(one for one in goal_size.SIZES if one < most), most}))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
