"""The same town, in which two young people may want a mediator. All that must hold of a handoff must hold of
each of their cases; what is different for three stands here: who reads whom, and that one leads.

A short version runs with every test; `make prove-handoff` runs it as long as the other.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from bot.channels.terminal import update
from bot.domain.shared import SharedState
from tests.services.test_handoff_machine import ACTIVE, WAITS, Machine, prove, young

LEADERS = ("volunteer", "volunteer2")
LEADS = ("/apart", "/apart allebei", "/stil", "/verder", "/overdragen maatje", "/brug", "/klaar")
CODE = re.compile(r"/start (\S+)")


class MachineOfThree(Machine):
    """A town with mediators."""

    def __init__(self) -> None:
        super().__init__()
        for who in LEADERS:
            self.run(self.town.does(update(who, text="/profiel vorm bemiddelaar")))

    # --- what is so ---

    def shared_by(self, case: Any) -> Any | None:
        """The talk of more than two that this case is a party of, while it is one."""
        rows = self.rows("shared_talks")
        return next(
            (r for r in rows if r.id == case.shared and r.state == SharedState.AGREED.value), None
        )

    def read_by(self, who: str, talks: list[tuple[str, str, Any]]) -> set[str]:
        """In a talk of three: who leads it and, when they are together, the other; of the one who leads
        it both, or the one whom they are apart with."""
        own = [case for y, s, case in talks if who in (y, s)]
        found = next((talk for case in own if (talk := self.shared_by(case))), None)
        if found is None:
            return super().read_by(who, talks)
        parties = {y: case.id for y, _, case in talks if case.shared == found.id}
        if who not in parties:
            return {y for y, case in parties.items() if found.apart in (None, case)}
        leaders = {s for y, s, _ in talks if y == who}
        together = not found.paused and found.apart is None
        return leaders | (set(parties) - {who} if together else set())

    def free_peers(self, row: Any) -> int:
        """Who may lead a talk of three has to fit both: that is not worked out again here."""
        return 0 if row.shared else super().free_peers(row)

    # --- what people do ---

    @initialize(taken=st.booleans())
    def two_begin_with_a_mediator(self, taken: bool) -> None:
        """Else few runs come so far."""
        self.two_want_a_mediator("young", "young2")
        if taken:
            self.send("volunteer", text="/neem")

    @rule(first=young, other=young)
    def two_want_a_mediator(self, first: str, other: str) -> None:
        if first == other:
            return
        self.send(first, text="bemiddeling")
        self.agrees(first)
        shown = [s.reply.text for s in reversed(self.town.phones.seen) if s.to == first]
        found = next((code for text in shown if (code := CODE.search(text))), None)
        if found is not None:
            self.send(other, text=f"/start {found[1]}")
            self.agrees(other)

    def agrees(self, who: str) -> None:
        """Presses what leads to a yes, where it is asked."""
        for label in ("Nederland", "16 of 17", "Ja"):
            found = [b for b in self.town.phones.buttons(who)[:6] if b.label == label]
            if found:
                self.send(who, press=found[0].key)

    @rule(who=st.sampled_from(LEADERS), words=st.sampled_from(LEADS))
    def leads(self, who: str, words: str) -> None:
        self.send(who, text=words)

    @rule(who=st.sampled_from(LEADERS), place=st.integers(0, 1))
    def goes_apart(self, who: str, place: int) -> None:
        cases = [case for _, s, case in self.talks() if s == who and self.shared_by(case)]
        if cases:
            self.send(who, text=f"/apart {cases[place % len(cases)].alias}")

    # --- what must hold ---

    @invariant()
    def one_leads_a_talk_and_nobody_still_waits_for_it(self) -> None:
        for talk in self.rows("shared_talks"):
            cases = [row for row in self.rows("handoffs") if row.shared == talk.id]
            running = [row for row in cases if row.state == ACTIVE]
            waiting = [row for row in cases if row.state in WAITS]
            assert len({row.staff for row in running}) <= 1, "two lead one talk"
            assert not (running and waiting), "one talks and the other still waits"
            if talk.state == SharedState.ENDED.value:
                assert not waiting, "somebody waits for a talk that does not come"
                assert len(running) <= 1, "two go on in a talk that is over"


@pytest.mark.slow
def test_a_talk_of_three_holds_whatever_people_and_the_world_do() -> None:
    prove(MachineOfThree, short=8)


def test_who_waits_long_for_a_professional_is_told_that_no_mediator_is_there_yet() -> None:
    town = MachineOfThree()
    try:
        town.asks_for_a_professional(who="young3")
        town.time_passes(minutes=88)
        town.two_want_a_mediator(first="young3", other="young2")
        town.the_clock_jumps(hours=1)
        town.who_waits_is_told_in_time()
    finally:
        town.teardown()
