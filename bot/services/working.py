"""The engine room: takes messages from the inbox, empties the outbox, watches the clock.

People in parallel, one person in order. Everything here may be killed at any moment: what is not
committed happens again, what is committed is sent.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.domain.events import event
from bot.domain.ids import PersonId
from bot.domain.messages import Reply, Spot
from bot.errors import (
    DeliveryDelayed,
    DeliveryFailed,
    DeliveryImpossible,
    DeliveryMoved,
    DeliveryRefused,
)
from bot.services import conversing, rereading, timing
from bot.services.circles import leaving as circle_leaving
from bot.services.circles import writing as circle_writing
from bot.services.groups import joining as group_joining
from bot.services.groups import linking as group_linking
from bot.services.groups import rounds as group_rounds
from bot.services.handoff import talks
from bot.services.house import House
from bot.services.ports import InboxRow, OutboxRow, Priority
from bot.services.staff import leaving
from bot.services.supporters import ending as support_ends
from bot.services.talking import away, crossing
from bot.services.wall import publishing

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3  # of one message that our own bug stops
MOST_AT_ONCE = 100  # rows of the outbox that are looked at in one go
LATER_AT_ONCE = (
    20  # of them under way when the rest can wait: danger stands behind no more than these
)
LOOK_SECONDS = 0.2  # for what may be sent by now
LOOK_ANYWAY_SECONDS = 2.0  # without news
FIRST_RETRY, LONGEST_RETRY = 1.0, 300.0  # seconds
PAUSE = 1.0  # seconds, after something failed that should not
DRAIN_WAIT = 3.0  # seconds: at a stop we wait so long for a message that may not go yet


class Works:
    """The loops of a running house. `settle` does the same work once, to the end."""

    def __init__(self, house: House, *, parallel: int = 8) -> None:
        self._house = house
        self._busy: set[PersonId] = set()
        self._sending: set[PersonId] = set()
        self._parallel = parallel
        self._taking = asyncio.Lock()  # nobody takes a row while another is choosing
        self._news = asyncio.Event()
        self._out = asyncio.Event()
        self._stopping = asyncio.Event()

    @property
    def under_way(self) -> frozenset[PersonId]:
        """Who is being sent something: told again after a crash, since Telegram knows no repeat."""
        return frozenset(self._sending)

    def wake(self) -> None:
        """Something came in: look now instead of at the next round."""
        self._news.set()
        self._out.set()

    async def run(self) -> None:
        """Runs until `stop`; what is under way then is finished, so that nothing is sent twice."""
        await timing.plan_tidying(self._house)
        async with asyncio.TaskGroup() as group:
            for _ in range(self._parallel):
                group.create_task(self._work())
            group.create_task(self._send())
            group.create_task(self._watch())

    def stop(self) -> None:
        """Nothing new is begun; `run` returns when what is under way has been done."""
        self._stopping.set()
        self.wake()

    async def drain(self) -> None:
        """After `run`: what came in is dealt with, and what may go within a few seconds is sent."""
        while True:
            await self.settle()
            async with self._house.units() as tx:
                due = await tx.outbox.next_due()
            wait = (due - self._house.clock.now()).total_seconds() if due is not None else 0.0
            if not 0.0 < wait <= DRAIN_WAIT:
                return
            await asyncio.sleep(wait)

    async def settle(self) -> None:
        """Deals with everything that is there now: messages, timers, late reading, sending."""
        while await self._once():
            pass

    async def _once(self) -> bool:
        worked = False
        while await self._serve_next():
            worked = True
        worked = bool(await timing.run_due(self._house)) or worked
        if await self._house.language.is_ready():
            worked = bool(await rereading.reread(self._house)) or worked
        return await self.send_due() or worked

    # --- inbox ---

    async def _work(self) -> None:
        while not self._stopping.is_set():
            self._news.clear()  # before looking: news that comes meanwhile is not missed
            if not await self._safely(self._serve_next):
                await _wait(self._news, LOOK_ANYWAY_SECONDS)

    async def _safely(self, work: Callable[[], Awaitable[bool]]) -> bool:
        """A full disk or a locked database must not end a loop: it is tried again a moment later."""
        try:
            return await work()
        except Exception as error:
            log.error("the works stumbled: %s", type(error).__name__)
            await _wait(self._stopping, PAUSE)
            return False

    async def _serve_next(self) -> bool:
        async with self._taking, self._house.units() as tx:
            row = await tx.inbox.next(frozenset(self._busy))
            if row is not None:
                self._busy.add(row.person)
        if row is None:
            return False
        try:
            await self._serve(row)
        finally:
            self._busy.discard(row.person)
        self._out.set()
        self._news.set()
        return True

    async def _serve(self, row: InboxRow) -> None:
        try:
            await conversing.serve(self._house, row)
        except Exception as error:  # our own bug: the one handler for it
            log.error("message %s failed: %s", row.seq, type(error).__name__)
            async with self._house.units() as tx:
                await tx.inbox.failed(row.seq)
                await tx.commit()
            if row.attempts + 1 >= MAX_ATTEMPTS:
                await self._give_up(row)

    async def _give_up(self, row: InboxRow) -> None:
        try:
            await conversing.apologise(self._house, row)
        except Exception as error:  # one message must never stop those of others
            log.error("message %s was given up: %s", row.seq, type(error).__name__)
            async with self._house.units() as tx:
                await tx.inbox.finish(row.seq)
                await tx.commit()

    # --- outbox ---

    async def _send(self) -> None:
        """One task a person: whoever is slow to reach holds up nobody else."""
        async with asyncio.TaskGroup() as group:

            async def begin() -> bool:
                rows = await self._due_rows()
                for row in rows:
                    self._sending.add(row.person)
                    group.create_task(self._safely(partial(self._send_one, row)))
                return bool(rows)

            while not self._stopping.is_set():
                await self._safely(begin)
                await _wait(self._out, LOOK_SECONDS)
                self._out.clear()

    async def _due_rows(self) -> list[OutboxRow]:
        sending = frozenset(self._sending)  # before looking: what is sent meanwhile is still seen
        room = MOST_AT_ONCE - len(sending)
        if room <= 0:
            return []
        async with self._house.units() as tx:
            at_once = min(room, LATER_AT_ONCE)
            rows = await tx.outbox.due(self._house.clock.now(), at_once, sending)
        at_leisure = max(0, LATER_AT_ONCE - len(sending))
        later = [row for row in rows if row.priority is Priority.LATER][at_leisure:]
        return [row for row in rows if row not in later] if later else list(rows)

    async def send_due(self) -> bool:
        """Sends some of what may be sent now, one after another; False when there was nothing."""
        rows = await self._due_rows()
        for row in rows:
            self._sending.add(row.person)
            await self._send_one(row)
        return bool(rows)

    async def _send_one(self, row: OutboxRow) -> bool:
        try:
            reply = await self._placed(row)
            if reply is None:  # withdrawn from the wall, a circle or a group before it was shown
                await self._dropped(row)
                return True
            messages = await self._house.senders[row.channel].send(row.address, reply)
        except DeliveryRefused:
            await self._refused(row, gone=True)
        except DeliveryMoved as moved:
            await self._moved(row, moved.address)
        except DeliveryDelayed as delay:
            await self._again(row, delay.seconds)
        except DeliveryFailed:
            await self._again(row, min(FIRST_RETRY * 2 ** min(row.attempts, 10), LONGEST_RETRY))
        except DeliveryImpossible:
            log.error("outbox row %s can never be sent and was dropped", row.seq)
            await self._refused(row, gone=False)
        except Exception as error:  # our own bug, or a channel that has no door now
            log.error("outbox row %s failed: %s", row.seq, type(error).__name__)
            await self._again(row, LONGEST_RETRY)
        else:
            await self._sent(row, messages)
        finally:
            self._sending.discard(row.person)
            self._out.set()
        return True

    async def _placed(self, row: OutboxRow) -> Reply | None:
        """A line of a talk may change or answer an earlier message; a post of the wall may be gone;
        most replies just go."""
        if row.reply.wall is not None:
            async with self._house.units() as tx:
                return await publishing.placed(tx, row.reply)
        if row.reply.group is not None:
            async with self._house.units() as tx:
                return await group_rounds.placed(self._house, tx, row)
        if row.reply.clears:
            async with self._house.units() as tx:
                since = self._house.clock.now() - away.RECENT
                shown = tuple(await tx.shown.of(row.person, since))
            return replace(row.reply, spot=Spot(clears=shown))
        if row.reply.circle is not None:
            async with self._house.units() as tx:
                return await circle_writing.placed(tx, row)
        if row.reply.crossing is None and row.reply.carried is None:
            return row.reply
        async with self._house.units() as tx:
            return await crossing.placed(tx, row)

    async def _sent(self, row: OutboxRow, messages: Sequence[str] = ()) -> None:
        async with self._house.units() as tx:
            if row.reply.crossing is not None and messages:
                await tx.crossings.shown(row.reply.crossing.line, row.person, messages)
            if row.reply.wall is not None:
                await publishing.was_sent(self._house, tx, row.reply.wall, tuple(messages))
            elif row.reply.clears:
                await tx.shown.delete_of(row.person)  # what stays is the one neutral line
            elif not row.farewell and row.reply.group is None:
                await tx.shown.note(row.person, messages, self._house.clock.now())
            await circle_writing.was_sent(tx, row, messages)
            await group_rounds.was_sent(self._house, tx, row)
            await tx.outbox.sent(row)
            await tx.commit()

    async def _dropped(self, row: OutboxRow) -> None:
        """There is nothing to show any more."""
        async with self._house.units() as tx:
            await tx.outbox.sent(row)
            await tx.commit()

    async def _moved(self, row: OutboxRow, address: str) -> None:
        """The chat has another address: this row goes there now."""
        async with self._house.units() as tx:
            await tx.people.moved(row.person, address)
            await tx.outbox.postpone(row.seq, self._house.clock.now())
            await tx.commit()

    async def _refused(self, row: OutboxRow, *, gone: bool) -> None:
        """The channel takes nothing for this reader any more (`gone`), or never takes this."""
        if row.reply.wall is not None:
            await self._channel_refused(row, gone=gone)
        elif row.reply.group is not None:
            async with self._house.units() as tx:
                await group_linking.refused(self._house, tx, row, gone=gone)
                await tx.commit()
        else:
            await (self._left(row) if gone else self._sent(row))

    async def _again(self, row: OutboxRow, seconds: float) -> None:
        async with self._house.units() as tx:
            until = self._house.clock.now() + timedelta(seconds=seconds)
            await tx.outbox.postpone(row.seq, until)
            await tx.commit()

    async def _channel_refused(self, row: OutboxRow, *, gone: bool = False) -> None:
        """The channel of the wall takes nothing, or not this: the coordinators hear of it."""
        async with self._house.units() as tx:
            await publishing.refused(self._house, tx, row, all_of_it=gone)
            await tx.commit()

    async def _left(self, row: OutboxRow) -> None:
        """The person blocked Maatje: nothing more is sent, and whoever helped them is told."""
        async with self._house.units() as tx:
            now = self._house.clock.now()
            await tx.outbox.delete_of(row.person)
            await tx.people.left(row.person, now)
            await tx.events.add([event("person_left")], now)
            member = await tx.staff.get(row.person)
            if member is None:
                await talks.young_left(self._house, tx, row.person)
                await support_ends.supporter_gone(self._house, tx, row.person)
                await circle_leaving.left(self._house, tx, row.person)
                await group_joining.left_all(tx, row.person)
            else:
                await leaving.staff_left(self._house, tx, member)
            await tx.outbox.delete_of(row.person)
            if row.farewell:
                await tx.people.erase_address(row.person)
            await tx.commit()

    # --- clock and language service ---

    async def _watch(self) -> None:
        while not self._stopping.is_set():
            await self._safely(self._look_at_clock)
            self._out.set()
            await _wait(self._stopping, 1.0)

    async def _look_at_clock(self) -> bool:
        handled = await timing.run_due(self._house)
        if await self._house.language.is_ready():
            handled += await rereading.reread(self._house)
        return bool(handled)


async def _wait(something: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await something.wait()
    except TimeoutError:
        pass
