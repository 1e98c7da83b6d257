"""The wall in the database; every text is sealed, readers are blind indexes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import (
    wall_cards,
    wall_looks,
    wall_marks,
    wall_moderators,
    wall_posts,
)
from bot.domain.ids import PersonId, PostNumber, new_id
from bot.domain.wall import Look, MarkKind, Moderator, Post, PostKind, PostState, Verdict
from bot.errors import StaleConversation

TEXT, WORDS = "wall_posts.text", "wall_posts.words"


class DbWall:
    """Implements `Wall`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    # --- posts ---

    async def add(self, post: Post) -> Post:
        """Keeps a new post and gives it its number, which is never used again."""
        row = new_id()
        done = await self._db.execute(
            insert(wall_posts)
            .values(
                id=row,
                author=post.author,
                kind=post.kind.value,
                question=post.question,
                created_at=post.created_at,
                in_channel="",
                version=0,
                **self._changing(post, row),
            )
            .returning(wall_posts.c.number)
        )
        number = PostNumber(done.scalar_one())
        found = await self.get(number)
        assert found is not None
        return found

    def _changing(self, post: Post, row: str) -> dict[str, Any]:
        return {
            "state": post.state.value,
            "text_sealed": self._sealer.seal(post.text, place=TEXT, row=row),
            "topic": post.topic,
            "age_band": post.age_band,
            "sensitive": post.sensitive,
            "unread": post.unread,
            "concern": post.concern,
            "round": post.round,
            "reason": post.reason,
            "words_sealed": self._sealer.seal(post.words, place=WORDS, row=row),
            "told_late": post.told_late,
            "changed_at": post.changed_at,
        }

    async def get(self, post: PostNumber) -> Post | None:
        found = await self._posts(wall_posts.c.number == post)
        return found[0] if found else None

    async def save(self, before: Post, after: Post) -> None:
        row = select(wall_posts.c.id).where(wall_posts.c.number == before.number)
        known = (await self._db.execute(row)).scalar_one_or_none()
        if known is None:
            raise StaleConversation
        done = await self._db.execute(
            update(wall_posts)
            .where(wall_posts.c.number == before.number, wall_posts.c.version == before.version)
            .values(version=before.version + 1, **self._changing(after, known))
        )
        if done.rowcount != 1:
            raise StaleConversation

    async def in_channel(self, post: PostNumber, messages: Sequence[str]) -> None:
        """Where it stands in the channel: no change of the post itself."""
        await self._db.execute(
            update(wall_posts)
            .where(wall_posts.c.number == post)
            .values(in_channel=" ".join(messages)[:255])
        )

    async def of_author(self, author: PersonId) -> Sequence[Post]:
        return await self._posts(wall_posts.c.author == author)

    async def in_state(self, *states: PostState) -> Sequence[Post]:
        return await self._posts(wall_posts.c.state.in_([state.value for state in states]))

    async def page(self, topic: str | None, number: int, size: int) -> tuple[Sequence[Post], int]:
        """One page (from 0) of what stands on the wall, the newest first, and how many there are in
        all. Answers stand under their question."""
        shown = [
            wall_posts.c.state == PostState.PUBLISHED.value,
            wall_posts.c.kind != PostKind.ANSWER.value,
        ]
        if topic is not None:
            shown.append(wall_posts.c.topic == topic)
        count = select(func.count()).select_from(wall_posts).where(*shown)
        total = (await self._db.execute(count)).scalar_one()
        rows = await self._db.execute(
            select(wall_posts)
            .where(*shown)
            .order_by(wall_posts.c.number.desc())
            .offset(number * size)
            .limit(size)
        )
        return [self._post(row) for row in rows.all()], total

    async def answers(self, question: PostNumber) -> Sequence[Post]:
        """Every answer to a question, in any state, the oldest first."""
        return await self._posts(wall_posts.c.question == question)

    async def written_since(self, author: PersonId, since: datetime) -> int:
        count = (
            select(func.count())
            .select_from(wall_posts)
            .where(wall_posts.c.author == author, wall_posts.c.created_at > since)
        )
        return (await self._db.execute(count)).scalar_one()

    async def delete(self, post: PostNumber) -> None:
        await self._db.execute(delete(wall_posts).where(wall_posts.c.number == post))

    async def _posts(self, condition: ColumnElement[bool]) -> list[Post]:
        found = select(wall_posts).where(condition).order_by(wall_posts.c.number)
        return [self._post(row) for row in (await self._db.execute(found)).all()]

    def _post(self, row: Row[Any]) -> Post:
        return Post(
            PostNumber(row.number),
            PersonId(row.author),
            PostKind(row.kind),
            self._sealer.open(row.text_sealed, place=TEXT, row=row.id),
            row.created_at,
            row.changed_at,
            PostState(row.state),
            row.topic,
            row.age_band,
            row.sensitive,
            row.unread,
            row.concern,
            PostNumber(row.question) if row.question is not None else None,
            row.round,
            row.reason,
            self._sealer.open(row.words_sealed, place=WORDS, row=row.id),
            tuple(row.in_channel.split()),
            row.told_late,
            row.version,
        )

    # --- who looked, and who was shown it ---

    async def add_look(self, post: PostNumber, look: Look) -> None:
        await self._db.execute(
            insert(wall_looks).values(
                id=new_id(),
                post=post,
                staff=look.staff,
                professional=look.professional,
                verdict=look.verdict.value,
                round=look.round,
                reason=look.reason,
                at=look.at,
            )
        )

    async def looks(self, post: PostNumber) -> Sequence[Look]:
        rows = await self._db.execute(
            select(wall_looks).where(wall_looks.c.post == post).order_by(wall_looks.c.at)
        )
        return [
            Look(
                PersonId(row.staff),
                row.professional,
                Verdict(row.verdict),
                row.round,
                row.at,
                row.reason,
            )
            for row in rows.all()
        ]

    async def show(self, post: PostNumber, staff: PersonId, now: datetime) -> None:
        if staff not in await self.shown(post):
            await self._db.execute(
                insert(wall_cards).values(post=post, staff=staff, asks="", at=now)
            )

    async def shown(self, post: PostNumber) -> frozenset[PersonId]:
        rows = await self._db.execute(select(wall_cards.c.staff).where(wall_cards.c.post == post))
        return frozenset(PersonId(row.staff) for row in rows.all())

    async def cards_of(self, staff: PersonId) -> Sequence[PostNumber]:
        rows = await self._db.execute(
            select(wall_cards.c.post).where(wall_cards.c.staff == staff).order_by(wall_cards.c.at)
        )
        return [PostNumber(row.post) for row in rows.all()]

    async def clear_cards(self, post: PostNumber) -> None:
        await self._db.execute(delete(wall_cards).where(wall_cards.c.post == post))

    async def asks(self, post: PostNumber, staff: PersonId, asks: str) -> None:
        """This member types a reason for this post next, and for no other one."""
        mine = wall_cards.c.staff == staff
        await self._db.execute(update(wall_cards).where(mine).values(asks=""))
        await self._db.execute(
            update(wall_cards).where(mine, wall_cards.c.post == post).values(asks=asks)
        )

    async def asked_of(self, staff: PersonId) -> tuple[PostNumber, str] | None:
        row = (
            await self._db.execute(
                select(wall_cards).where(wall_cards.c.staff == staff, wall_cards.c.asks != "")
            )
        ).first()
        return (PostNumber(row.post), row.asks) if row is not None else None

    # --- readers ---

    def _mark(self, post: PostNumber, reader: PersonId) -> str:
        return self._sealer.index(f"wall:{post}:{reader}")

    def _day(self, reader: PersonId, day: date) -> str:
        return self._sealer.index(f"wall day:{day.isoformat()}:{reader}")

    async def mark(
        self, post: PostNumber, kind: MarkKind, reader: PersonId, day: date, now: datetime
    ) -> bool:
        mark = self._mark(post, reader)
        known = select(wall_marks.c.mark).where(
            wall_marks.c.post == post, wall_marks.c.kind == kind.value, wall_marks.c.mark == mark
        )
        if (await self._db.execute(known)).first() is not None:
            return False
        await self._db.execute(
            insert(wall_marks).values(
                post=post, kind=kind.value, mark=mark, day=self._day(reader, day), at=now
            )
        )
        return True

    async def marks(self, post: PostNumber, kind: MarkKind) -> int:
        count = (
            select(func.count())
            .select_from(wall_marks)
            .where(wall_marks.c.post == post, wall_marks.c.kind == kind.value)
        )
        return (await self._db.execute(count)).scalar_one()

    async def marks_on(self, kind: MarkKind, reader: PersonId, day: date) -> int:
        count = (
            select(func.count())
            .select_from(wall_marks)
            .where(wall_marks.c.day == self._day(reader, day), wall_marks.c.kind == kind.value)
        )
        return (await self._db.execute(count)).scalar_one()

    async def forget_reader(self, reader: PersonId) -> None:
        """What somebody recognised or reported goes with them: their marks can be made again."""
        numbers = (await self._db.execute(select(wall_marks.c.post).distinct())).scalars().all()
        for number in numbers:
            mark = self._mark(PostNumber(number), reader)
            await self._db.execute(delete(wall_marks).where(wall_marks.c.mark == mark))

    async def forget_staff(self, staff: PersonId) -> None:
        """What somebody of the staff decided stays, without saying that it was them."""
        await self._db.execute(delete(wall_cards).where(wall_cards.c.staff == staff))
        mine = wall_looks.c.staff == staff
        await self._db.execute(update(wall_looks).where(mine).values(staff=""))


class DbModerators:
    """Implements `Moderators`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def get(self, person: PersonId) -> Moderator:
        row = (
            await self._db.execute(
                select(wall_moderators).where(wall_moderators.c.person == person)
            )
        ).first()
        return Moderator(person, row.practised, row.trained_at) if row else Moderator(person)

    async def save(self, moderator: Moderator) -> None:
        await self.delete(moderator.person)
        await self._db.execute(
            insert(wall_moderators).values(
                person=moderator.person,
                practised=moderator.practised,
                trained_at=moderator.trained_at,
            )
        )

    async def delete(self, person: PersonId) -> None:
        await self._db.execute(delete(wall_moderators).where(wall_moderators.c.person == person))
