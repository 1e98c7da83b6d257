"""What goes in must come out: judges lines that crossed between two people (no clock, no network).

After Jepsen's total-queue checker: everything that was sent is received, nothing is received that
was not sent, and per person the order stays. Sending is at-least-once, so a line may come twice when
a kill fell between Telegram's answer and our note of it; that is counted, and never more than kills.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Figures of one direction between two people; they add up."""

    sent: int = 0
    lost: int = 0
    applied_twice: int = 0
    repeated: int = 0
    out_of_order: int = 0
    invented: int = 0

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(
            self.sent + other.sent,
            self.lost + other.lost,
            self.applied_twice + other.applied_twice,
            self.repeated + other.repeated,
            self.out_of_order + other.out_of_order,
            self.invented + other.invented,
        )


def judge(sent: Sequence[str], stored: Sequence[str], received: Sequence[str]) -> Verdict:
    """`sent`: what one person wrote, in order, each different; `stored`: the lines that Maatje noted
    as crossed; `received`: what the other saw, in order."""
    place = {text: number for number, text in enumerate(sent)}
    known = [text for text in received if text in place]
    once = [text for text, before in zip(known, [None, *known], strict=False) if text != before]
    return Verdict(
        sent=len(sent),
        lost=len(place.keys() - set(received)) + len(place.keys() - set(stored)),
        applied_twice=sum(count - 1 for count in Counter(stored).values()),
        repeated=len(known) - len(set(known)),
        out_of_order=sum(
            place[later] <= place[earlier] for earlier, later in itertools.pairwise(once)
        ),
        invented=len(received) - len(known),
    )
