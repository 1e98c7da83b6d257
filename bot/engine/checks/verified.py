"""Services and facts: checked by somebody on a day, and dates that are dates."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.issues import Issue, issue
from bot.engine.reading import Document, PathInFile
from bot.engine.verifiable import Verifiable, is_date


def half_verified(
    one: Verifiable, name: str, document: Document, path: PathInFile
) -> Iterator[Issue]:
    """A day without a name or a name without a day, and what is no date. `path`: where it stands."""
    if bool(one.verified_on) != bool(one.verified_by):
        yield issue("verified_half", document.place(*path), service=name)
    for key in ("source_date", "verified_on"):
        value = getattr(one, key)
        if value and not is_date(value):
            yield issue("bad_date", document.place(*path, key), value=value)
