"""All errors of Maatje.

MaatjeError
├── HandoffNotAllowed      a move that the state machine does not know (claimed twice, ended already)
├── CircleNotAllowed       a move that a circle does not know (opened twice, ended already)
├── GroupNotAllowed        a move that a Telegram group does not know (linked twice, closed already)
├── PathNotAllowed         a move that the path of a volunteer does not know (approved before training)
├── NluUnavailable         the language service is away or slow: go on with buttons and the tripwire
├── StaleConversation      two writers at once: try the turn once more
├── DeliveryRefused        the person left (blocked Maatje): stop sending to them
├── DeliveryMoved          the chat has another address now: send it there
├── DeliveryDelayed        the channel asks to wait `seconds`
├── DeliveryFailed         the network or the channel failed: try again later
├── DeliveryImpossible     this message can never be sent: drop it, the person is still there
├── LettersUnknown         a name holds letters that cannot be printed on a paper
├── FlowsBroken            flows/ has mistakes: start with none, or keep the last good ones
└── OperatorError          something that the person at the keyboard must mend; its text is Dutch
"""

from __future__ import annotations


class MaatjeError(Exception):
    """The root; never raised itself."""


class HandoffNotAllowed(MaatjeError):
    """A handoff cannot make this move."""

    def __init__(self, state: str, wanted: str) -> None:
        super().__init__(f"a handoff cannot go from {state} to {wanted}")


class CircleNotAllowed(MaatjeError):
    """A circle cannot make this move."""

    def __init__(self, state: str, wanted: str) -> None:
        super().__init__(f"a circle cannot go from {state} to {wanted}")


class GroupNotAllowed(MaatjeError):
    """A group cannot make this move."""

    def __init__(self, state: str, wanted: str) -> None:
        super().__init__(f"a group cannot go from {state} to {wanted}")


class PathNotAllowed(MaatjeError):
    """A volunteer cannot make this move."""

    def __init__(self, status: str, wanted: str) -> None:
        super().__init__(f"a volunteer cannot go from {status} to {wanted}")


class NluUnavailable(MaatjeError):
    """The language service did not answer in time."""


class StaleConversation(MaatjeError):
    """Somebody else stored this conversation since it was read."""


class DeliveryRefused(MaatjeError):
    """The person cannot be reached any more through this channel."""


class DeliveryMoved(MaatjeError):
    """The chat has another address now (a group of Telegram became a supergroup); the text never names it."""

    def __init__(self, address: str) -> None:
        super().__init__("the chat has another address")
        self.address = address


class DeliveryDelayed(MaatjeError):
    """The channel asks to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds:g} s")
        self.seconds = seconds


class DeliveryFailed(MaatjeError):
    """Sending failed for a reason that may pass."""


class DeliveryImpossible(MaatjeError):
    """The channel will never take this message."""


class LettersUnknown(MaatjeError):
    """These characters cannot be printed; `letters` holds each once."""

    def __init__(self, letters: str) -> None:
        super().__init__("letters that cannot be printed")
        self.letters = letters


class FlowsBroken(MaatjeError):
    """flows/ cannot be used; `report` lists every mistake in Dutch."""

    def __init__(self, report: str) -> None:
        super().__init__(report)
        self.report = report


class OperatorError(MaatjeError):
    """A message in Dutch for whoever runs the command."""
