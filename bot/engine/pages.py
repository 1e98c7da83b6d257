"""Long texts on a telephone: lines are put together into messages that Telegram takes."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 4096  # of one message of Telegram, counted in UTF-16: many an emoji counts as two


def size(text: str) -> int:
    """How long Telegram thinks that a text is."""
    return len(text) + sum(ord(sign) > 0xFFFF for sign in text)


def pages(lines: Iterable[str], longest: int = LONGEST) -> list[str]:
    """As few messages as possible, in order, nothing lost; only a line that is too long is cut."""
    found: list[str] = []
    for piece in (piece for line in lines for piece in _pieces(line, longest)):
        if found and size(found[-1]) + 1 + size(piece) <= longest:
            found[-1] += f"\n{piece}"
        else:
            found.append(piece)
    return found


def _pieces(line: str, longest: int) -> list[str]:
    half = longest // 2  # so many signs always fit, whatever they are
    if size(line) <= longest:
        return [line]
    return [line[i : i + half] for i in range(0, len(line), half)]
