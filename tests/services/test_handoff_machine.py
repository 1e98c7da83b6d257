"""The handoff against the whole town: people who race, leave and forget, clocks that jump, a house that
is killed between two steps. What must hold stands in the invariants, in the words of people.

A short version runs with every test; `make prove-handoff` runs 300 × 50 steps, differently each time.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bot.channels.terminal import CHANNEL, update
from bot.domain.goals import DEFAULT_ZONE, QUIET_FROM, QUIET_UNTIL
from bot.domain.handoff import (
    DANGER_MAY_END,
    OPEN,
    WAITING,
    HandoffState,
    Move,
    Reason,
    Urgency,
    leads,
)
from bot.domain.ids import PersonId
from bot.errors import DeliveryDelayed, DeliveryFailed, DeliveryRefused
from bot.services.house import moment_of
from tests.conftest import SEALER
from tests.services.people import CLAIM, CONCERN, SUICIDE_CONCERN, URGENT
from tests.services.town import PEOPLE, STAFF, YOUNG, Town, open_town

LONG = bool(os.environ.get("MAATJE_PROVE"))
MEMORY = Path("/dev/shm")
RAW = re.compile(r"Traceback|Exception|Error\b|NotAllowed|\bNone\b|\{[a-z_]+\}|<\w+\.")
A_LINE = re.compile(r"^(❗ )?\w+ \w+( \(aangepast\))?: ")
ALARM = "❗"
ACTIVE = HandoffState.ACTIVE.value
ASKS = "denk je soms aan zelfmoord?"
WAITS = {state.value for state in WAITING}
STAYS_OPEN = {Reason.STAFF_LEFT, Reason.UNANSWERED, Reason.SOMEONE_ELSE, Reason.REPORTED}
WORDS = (
    "/klaar", "/stop", "stop", "/iemandanders", "/meld", "/dienst aan", "/dienst uit", "/neem",
    "/aanvragen", "/menu", "/wieleestdit", "/help", "/beoordeeld Groene Reiger",
    "/praat Zilveren Ree", "/vergeetmij", "/vergeetmij ja", "/bestaatniet", "Ik neem dit gesprek",
    "Stop dit gesprek", "Iemand anders vragen", "ja", "nee", "🙂",
)  # fmt: skip
young = st.sampled_from(YOUNG)
staff = st.sampled_from(sorted(STAFF))
anybody = st.sampled_from(PEOPLE)


class Machine(RuleBasedStateMachine):
    """One town for one run."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.town: Town = self.run(self.stack.enter_async_context(open_town(self.folder)))
        self.town.language.teach("mag ik met iemand praten", {"act": "want_peer"})
        self.town.language.teach("mag ik een beroepskracht", {"act": "want_professional"})
        self.town.language.teach(CONCERN, SUICIDE_CONCERN)
        self.may_read: dict[str, set[str]] = {}  # a line that was typed -> who may see it
        self.checked = 0
        self.answers: set[int] = (
            set()
        )  # which of the messages on the phones answer who sent something
        self.index = {SEALER.index(f"{CHANNEL}:{name}"): name for name in PEOPLE}

    def run(self, work: Any) -> Any:
        """Something happens; what was known before is known no longer."""
        self.known: dict[str, list[Any]] = {}
        return self.runner.run(work)

    def teardown(self) -> None:
        self.run(self.stack.aclose())
        self.runner.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- what is so ---

    def rows(self, table: str) -> list[Any]:
        if table not in self.known:
            self.known[table] = self.runner.run(self.town.rows(table))
        return self.known[table]

    def names(self) -> dict[str, str]:
        return {row.person: self.index[row.address_index] for row in self.rows("addresses")}

    def talks(self) -> list[tuple[str, str, Any]]:
        """Running talks: the young person, the helper, the case."""
        names = self.names()
        running = [row for row in self.rows("handoffs") if row.state == ACTIVE]
        return [(names.get(r.person, "?"), names.get(r.staff, "?"), r) for r in running]

    def unsure(self) -> set[str]:
        """Whose phone does not show everything now: who left, and who still has messages to come."""
        names = self.names()
        gone = {names[r.person] for r in self.rows("addresses") if r.left_at or r.erase}
        coming = {names.get(r.person, "?") for r in self.rows("outbox")}
        return gone | coming | (set(PEOPLE) - set(names.values()))

    # --- what people do ---

    def send(self, who: str, **payload: Any) -> None:
        """Somebody sends something, and gets an answer or is passed on."""
        partners = {b if who == a else a for a, b, _ in self.talks() if who in (a, b)}
        before = len(self.town.phones.seen)
        self.run(self.town.does(update(who, **payload)))
        shown = self.town.phones.seen[before:]
        self.answers |= {before + at for at, seen in enumerate(shown) if seen.to == who}
        new = {seen.to for seen in shown}
        assert (new | self.unsure()) & {who, *partners}, f"{who} was not answered"

    @rule(who=young)
    def asks_for_a_peer(self, who: str) -> None:
        self.send(who, text="mag ik met iemand praten")
        for label in ("Nederland", "16 of 17"):
            found = [b for b in self.town.phones.buttons(who)[:8] if b.label == label]
            if found:
                self.send(who, press=found[0].key)

    @rule(who=young)
    def asks_for_a_professional(self, who: str) -> None:
        self.send(who, text="mag ik een beroepskracht")

    @rule(who=young, words=st.sampled_from([URGENT, CONCERN]))
    def is_in_danger(self, who: str, words: str) -> None:
        self.send(who, text=words)

    @rule(who=staff)
    def asks_about_danger(self, who: str) -> None:
        """A plain question of who helps: a card for a professional, and the talk goes on, unless its
        young person cannot be reached any more."""
        before = {case.id: young for young, _, case in self.talks()}
        self.send(who, text=ASKS)
        kept = {case.id for _, _, case in self.talks()}
        ended = {young for case, young in before.items() if case not in kept}
        assert ended <= self.unsure()

    @rule(who=anybody, words=st.sampled_from(WORDS))
    def types(self, who: str, words: str) -> None:
        self.send(who, text=words)

    @rule(who=anybody)
    def tells(self, who: str) -> None:
        """A line that exists once: it reaches who is in the talk now, and nobody else, ever."""
        line = f"zin{''.join(chr(97 + int(digit)) for digit in str(len(self.may_read)))}einde"
        readers = self.read_by(who, self.talks())
        self.may_read[line] = {who, *readers}
        sure = who not in self.unsure()
        self.send(who, text=line)
        if readers and sure:
            got = {s.to for s in self.town.phones.seen if line in s.reply.text} - {who}
            assert got & readers or self.unsure() & readers, f"a line of {who} was lost"

    def read_by(self, who: str, talks: list[tuple[str, str, Any]]) -> set[str]:
        """Who may read what this person types now: the human, or the one of whom the helper was told."""
        asked = {s for y, s, _ in talks if y == who}
        helped = [(y, c) for y, s, c in talks if s == who]
        if not helped:
            return asked
        if who in self.unsure():
            return {y for y, _ in helped}
        told = self.town.last_told(who)
        aimed = {y for y, case in helped if case.alias == told}
        assert aimed, f"{who} was not told to whom the words go"
        return aimed

    @rule(who=anybody, place=st.integers(0, 40))
    def presses(self, who: str, place: int) -> None:
        """Any button on the phone, old ones too."""
        buttons = self.town.phones.buttons(who)
        if buttons:
            self.send(who, press=buttons[place % len(buttons)].key)

    @rule(who=staff)
    def takes_the_newest(self, who: str) -> None:
        found = [b for b in self.town.phones.buttons(who) if b.label == CLAIM]
        if found:
            self.send(who, press=found[0].key)

    @rule(place=st.integers(0, 5))
    def all_claim_at_once(self, place: int) -> None:
        """Everybody who sees the button of one case presses it in the same moment."""
        seen = {
            b.key: None for who in STAFF for b in self.town.phones.buttons(who) if b.label == CLAIM
        }
        if not seen:
            return
        key = list(seen)[place % len(seen)]
        who = [w for w in STAFF if key in [b.key for b in self.town.phones.buttons(w)]]
        self.run(self.town.at_once(*(update(w, press=key) for w in who)))

    @rule(place=st.integers(0, 3))
    def both_leave_at_once(self, place: int) -> None:
        talks = self.talks()
        if talks:
            a, b, _ = talks[place % len(talks)]
            both = [update(who, sends="left") for who in (a, b) if who in PEOPLE]
            self.run(self.town.at_once(*both))

    @rule(who=anybody, sends=st.sampled_from(["left", "returned", "photo"]))
    def comes_or_goes(self, who: str, sends: str) -> None:
        self.run(self.town.does(update(who, sends=sends)))

    @rule(who=young)
    def is_forgotten(self, who: str) -> None:
        self.send(who, text="/vergeetmij")
        found = [b for b in self.town.phones.buttons(who)[:4] if b.label == "Ja, wis alles"]
        if found:
            self.send(who, press=found[0].key)

    @rule(who=staff)
    def comes_to_work(self, who: str) -> None:
        """Somebody of the staff is there (again)."""
        registered = {self.names().get(row.person) for row in self.rows("staff")}
        if who not in registered:
            self.run(self.town.joins(who))
        self.send(who, text="/dienst aan")

    @rule(who=young, role=st.sampled_from(["volunteer", "professional"]))
    def tries_a_code_in_the_middle_of_a_case(self, who: str, role: str) -> None:
        open_now = [r.person for r in self.rows("handoffs") if HandoffState(r.state) in OPEN]
        if who in [self.names().get(person) for person in open_now]:
            code = self.run(self.town.invites(role, "Grijze Mus", 20))
            self.send(who, text=f"/start {code}")

    # --- trouble ---

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes: int) -> None:
        self.run(self.town.glides(self.town.clock.now() + timedelta(minutes=minutes)))

    @rule(hours=st.sampled_from([1, 5, 13, 25, 75, 200]))
    def the_clock_jumps(self, hours: int) -> None:
        """The house stood still."""
        self.town.clock.move(hours=hours)
        self.run(self.town.settle())

    @rule(away=st.booleans())
    def the_language_service_goes_or_comes(self, away: bool) -> None:
        self.town.language.away = away
        self.run(self.town.settle())

    @rule(after=st.integers(1, 60))
    def the_house_will_be_killed(self, after: int) -> None:
        self.town.fuse.left = after

    @rule(
        who=anybody,
        what=st.sampled_from([DeliveryRefused(), DeliveryDelayed(30), DeliveryFailed()]),
    )
    def a_message_will_not_arrive(self, who: str, what: Exception) -> None:
        self.town.phones.trouble[who] = what

    # --- what must hold ---

    @invariant()
    def everybody_has_one_human_at_most(self) -> None:
        registered = {row.person: row.role for row in self.rows("staff")}
        talks = [row for row in self.rows("handoffs") if row.state == ACTIVE]
        people = [row.person for row in talks]
        assert len(people) == len(set(people)), "a young person has two humans"
        places = {(r.staff, r.shared or r.id) for r in talks}  # one of more than two is one
        volunteers = [who for who, _ in places if registered.get(who) == "volunteer"]
        most = self.town.flowbook().handoff.limits.talks_per_volunteer
        assert all(volunteers.count(v) <= most for v in volunteers), "a volunteer has too many"
        for row in talks:
            assert registered.get(row.staff) == row.to, "a talk with somebody of another role"
            assert row.person not in registered, "a helper is helped in the same account"
        gone = {row.person for row in self.rows("addresses") if row.left_at}
        assert not [r for r in talks if r.staff in gone], "a talk with a helper who left"
        normal = [r for r in talks if r.urgency == Urgency.NORMAL.value]
        assert not [r for r in normal if r.person in gone], "a talk with who left"

    @invariant()
    def every_state_was_reached_by_allowed_moves(self) -> None:
        moves = self.rows("handoff_moves")
        for row in self.rows("handoffs"):
            made = [
                Move(HandoffState(m.origin), HandoffState(m.to), Reason(m.reason), m.at)
                for m in moves
                if m.handoff == row.id
            ]
            assert leads(HandoffState.REQUESTED, made, HandoffState(row.state))
            assert (row.staff is None) == (ACTIVE not in [m.to for m in made])
            danger = row.urgency != Urgency.NORMAL.value
            if danger and row.state in (HandoffState.EXPIRED, HandoffState.WITHDRAWN):
                assert made[-1].reason in DANGER_MAY_END, "danger was dropped"

    @invariant()
    def danger_is_asked_again_when_its_helper_is_gone(self) -> None:
        cases = self.rows("handoffs")
        for row in cases:
            danger = row.urgency != Urgency.NORMAL.value and row.to == "professional"
            if danger and row.state == HandoffState.CLOSED and row.reason in STAYS_OPEN:
                later = [
                    r
                    for r in cases
                    if r.person == row.person and r.id != row.id and r.changed_at >= row.changed_at
                ]
                told = row.reason == Reason.REPORTED  # may be a report of a talk that was over
                assert later or told, "danger was dropped with its helper"

    @invariant()
    def nobody_reads_what_is_not_for_them(self) -> None:
        names = self.names()
        roles = {names.get(row.person): row.role for row in self.rows("staff")}
        for seen in self.town.phones.seen[self.checked :]:
            text = seen.reply.text
            assert not RAW.search(text), f"{seen.to} sees something raw"
            for line, readers in self.may_read.items():
                if line not in text or seen.to in readers:
                    continue
                card = roles.get(seen.to) == "professional" and not A_LINE.match(text)
                given = seen.to in STAFF and roles.get(seen.to) == "volunteer"
                assert card or (given and not A_LINE.match(text)), f"{seen.to} reads a foreign line"
        self.checked = len(self.town.phones.seen)

    @invariant()
    def nothing_of_ours_breaks(self) -> None:
        assert self.town.errors.lines == []

    @invariant()
    def who_waits_is_told_in_time(self) -> None:
        limits = self.town.flowbook().handoff.limits
        promised = timedelta(minutes=limits.tell_again_after_minutes)
        names, unsure, now = self.names(), self.unsure(), self.town.clock.now()
        talking = {young for young, _, _ in self.talks()}
        for row in self.rows("handoffs"):
            who = names.get(row.person, "?")
            waits = row.state in WAITS and row.urgency == Urgency.NORMAL.value
            if not waits or now - row.created_at <= promised or who in unsure | talking:
                continue
            heard = [
                seen
                for at, seen in enumerate(self.town.phones.seen)
                if seen.to == who and seen.at > row.created_at and at not in self.answers
            ]
            over = now - row.created_at >= timedelta(hours=limits.expires_after_hours)
            local = now.astimezone(DEFAULT_ZONE).time()
            night = not QUIET_UNTIL <= local < QUIET_FROM  # an end is told in the morning
            assert heard or not self.peer_possible(row) or (over and night), "waits in silence"

    def peer_possible(self, row: Any) -> bool:
        """While danger is open Maatje speaks of that, and not of waiting for a peer."""

        async def look() -> bool:
            async with self.town.database() as tx:
                return (await tx.conversations.get(PersonId(row.person))).peer_possible

        return row.to == "professional" or bool(self.runner.run(look()))

    @invariant()
    def who_can_be_asked_is_asked(self) -> None:
        on_duty = {row.role for row in self.rows("staff") if row.on_duty}
        if "professional" not in on_duty:
            return
        for row in self.rows("handoffs"):
            if row.state != HandoffState.REQUESTED:
                continue
            assert row.urgency == Urgency.NORMAL.value, "danger waits, and nobody was asked"
            if row.to == "volunteer" and self.peer_possible(row):
                assert not self.free_peers(row), "a peer has room, and was not asked"

    def free_peers(self, row: Any) -> int:
        async def look() -> int:
            async with self.town.database() as tx:
                conversation = await tx.conversations.get(PersonId(row.person))
                moment = await moment_of(self.town._plain, tx, conversation)
                return moment.peers_on_duty

        return int(self.runner.run(look()))

    @invariant()
    def urgent_danger_alarms_until_somebody_takes_it(self) -> None:
        pauses = self.town.flowbook().handoff.limits.alarm_again_after_minutes
        longest = timedelta(minutes=max(pauses) + 1)
        names, unsure, now = self.names(), self.unsure(), self.town.clock.now()
        urgent = [
            row
            for row in self.rows("handoffs")
            if row.state in WAITS and row.urgency == Urgency.URGENT.value
        ]
        old = [row for row in urgent if now - row.created_at > longest]  # the coordinator hears now
        there = {
            names.get(row.person)
            for row in self.rows("staff")
            if (row.role == "coordinator" and old) or (row.role == "professional" and row.on_duty)
        } - unsure
        if urgent and there:
            alarms = [
                s.at for s in self.town.phones.seen if s.to in STAFF and ALARM in s.reply.text
            ]
            assert alarms, "nobody was alarmed"
            assert now - max(alarms) <= longest, "the alarm fell silent"


def prove(machine: type[Machine], short: int) -> None:
    """Runs a machine: `short` examples that are the same each time, or as many as were asked for."""
    chosen = settings(
        max_examples=int(os.environ.get("MAATJE_PROVE", "") or short),
        stateful_step_count=50 if LONG else 30,
        derandomize=not LONG,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        phases=list(Phase)
        if LONG
        else [Phase.generate],  # the short one fails at once, unshortened
    )
    run_state_machine_as_test(machine, settings=chosen)


@pytest.mark.slow
def test_the_handoff_holds_whatever_people_and_the_world_do() -> None:
    prove(Machine, short=25)
