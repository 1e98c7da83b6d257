"""What is asked for every due check-in is found by an index: no table is walked through."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import event

from bot.domain.ids import PersonId
from bot.domain.messages import Reply
from bot.services import timing
from bot.services.ports import Priority
from tests.conftest import World
from tests.services.test_checking_in import sets_a_goal


async def plans(world: World) -> dict[str, list[str]]:
    """Every statement of a due check-in, from the timer to what is sent, with how SQLite does it."""
    house, engine = world.application.house, world.application.database.engine
    sent: list[tuple[str, object]] = []

    def note(
        _c: object, _k: object, statement: str, values: object, _x: object, many: bool
    ) -> None:
        sent.append((statement, values[0] if many else values))  # type: ignore[index]

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    await timing.run_due(house)
    async with house.units() as tx:
        await tx.outbox.due(world.clock.now(), 20, frozenset({PersonId("x" * 32)}))
    event.remove(engine.sync_engine, "before_cursor_execute", note)
    found = {}
    async with engine.connect() as connection:
        for statement, values in sent:
            explained = await connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}",
                tuple(values),  # type: ignore[call-overload]
            )
            found[statement] = [row[3] for row in explained]
    return found


async def test_no_table_is_walked_through_for_a_due_check_in(world: World) -> None:
    await sets_a_goal(world)
    world.clock.move(days=1, minutes=1)
    found = await plans(world)
    assert any("check_ins" in statement for statement in found)
    walked = {
        statement: steps
        for statement, steps in found.items()
        if any(step.startswith("SCAN") and "ix_outbox_priority" not in step for step in steps)
    }
    assert walked == {}


async def test_the_first_to_be_sent_are_found_in_order(world: World) -> None:
    """Not by sorting all that waits: the walk along the priorities ends at the limit."""
    found = await plans(world)
    (steps,) = [steps for statement, steps in found.items() if "earlier" in statement]
    assert any("USING INDEX ix_outbox_priority" in step for step in steps), steps
    assert not any("TEMP B-TREE" in step for step in steps), steps


async def test_danger_is_sent_before_check_ins_that_came_earlier(world: World) -> None:
    clock, house = world.clock, world.application.house
    async with house.units() as tx:
        people = [await tx.people.at("terminal", f"p{n}", clock.now()) for n in range(30)]
        for person in people:
            await tx.outbox.add(person, [Reply("vraag")], clock.now(), Priority.LATER)
        await tx.outbox.add(people[29], [Reply("antwoord")], clock.now())
        await tx.outbox.add(people[28], [Reply("gevaar")], clock.now(), Priority.DANGER)
        await tx.outbox.add(people[27], [Reply("knop")], clock.now() + timedelta(hours=1))
        rows = await tx.outbox.due(clock.now(), 4)
    # the first message of who is in danger goes first: the order of one person is kept
    first = [people.index(row.person) for row in rows]
    assert first == [28, 27, 29, 0]
    assert [row.priority for row in rows] == [0, 1, 1, 2]
    assert {row.reply.text for row in rows} == {"vraag"}
