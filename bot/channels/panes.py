"""Two panes in one terminal: what the young person sees, and what the volunteer sees."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, Input, Label, RichLog

from bot.channels.terminal import Shown, shown_buttons, shown_text
from bot.errors import OperatorError

Play = Callable[[str, str], Awaitable[None]]
HINT = "typ, of kies een knop met zijn nummer; Tab: andere kant"
TITLES = {"young": "Jongere", "volunteer": "Vrijwilliger (Rode Panda)"}


class TwoPanes(App[None]):
    """Type on either side; a button is chosen by its words or its number."""

    CSS = "Vertical { width: 1fr; border: round gray; } RichLog { height: 1fr; }"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "stoppen"),
        Binding("ctrl+c", "quit", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._play: Play | None = None
        self._early: list[Shown] = []

    def connect(self, play: Play) -> None:
        """What happens with a typed line: (person, text)."""
        self._play = play

    def compose(self) -> ComposeResult:
        with Horizontal():
            for person, title in TITLES.items():
                with Vertical():
                    yield Label(title)
                    log = RichLog(id=f"log-{person}", wrap=True, min_width=10)
                    log.can_focus = False  # Tab goes straight to the other side
                    yield log
                    yield Input(placeholder=HINT, id=f"input-{person}")
        yield Footer()

    def on_mount(self) -> None:
        for shown in self._early:
            self.show(shown)
        self.query_one("#input-young", Input).focus()

    def show(self, shown: Shown) -> None:
        """A new message for somebody."""
        if shown.to not in TITLES:
            return
        if not self.is_running:
            self._early.append(shown)
            return
        log = self.query_one(f"#log-{shown.to}", RichLog)
        log.write(shown_text(shown))
        log.write("  ".join(shown_buttons(shown.reply.buttons)))

    async def on_input_submitted(self, submitted: Input.Submitted) -> None:
        """Somebody pressed enter."""
        person = (submitted.input.id or "").removeprefix("input-")
        text = submitted.value
        submitted.input.clear()
        log = self.query_one(f"#log-{person}", RichLog)
        log.write(f"> {text}")
        if self._play is None:
            return
        try:
            await self._play(person, text)
        except OperatorError as error:
            log.write(str(error))
