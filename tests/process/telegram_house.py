"""`maatje run` as a process, against the strict fake Bot API and a fake language service."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from tests.process.fake_language import FakeLanguageServer
from tests.process.processes import Running, Starter, environment, finished
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.fake_user import FakeUser

START_SECONDS = 30.0  # of a loaded machine
YOUNG, VOLUNTEER, PROFESSIONAL, COORDINATOR, STRANGER = 61001, 62002, 63003, 64004, 65005


class TelegramHouse:
    """One home with everything around it."""

    def __init__(
        self,
        home: Path,
        starter: Starter,
        fake: FakeBotApi,
        language: FakeLanguageServer,
        **more: str,
    ) -> None:
        self.home, self.fake, self.language = home, fake, language
        self._starter = starter
        self.env = environment(
            home,
            MAATJE_TELEGRAM_TOKEN=fake.token,
            MAATJE_TELEGRAM_API=fake.url,
            MAATJE_NLU_URL=language.url,
            **more,
        )
        self.output = home.with_suffix(".output")
        self.running: Running | None = None

    def start(self, *, wait: bool = True) -> None:
        """Starts it; returns when it asks for messages, or at once."""
        before = self.fake.newest_poll
        nothing = os.open(os.devnull, os.O_RDONLY)
        with self.output.open("ab") as output:
            fds = (nothing, output.fileno(), output.fileno())
            self.running = self._starter(["run"], self.env, fds)
        os.close(nothing)
        if wait:
            self.until(lambda: self.fake.newest_poll > before, START_SECONDS)

    def kill(self) -> None:
        """kill -9."""
        assert self.running is not None
        self.running.kill()
        self.running = None

    def stop(self) -> None:
        """For the end of a test, however it ended."""
        if self.running is not None:
            self.kill()

    def told_to_stop(self, within: float = 15) -> int | None:
        """SIGTERM."""
        assert self.running is not None
        code = self.running.told_to_stop(within)
        self.running = None
        return code

    def invite(self, role: str, *options: str) -> str:
        """A code from the real command, as an operator would get it."""
        done = finished(["invite", role, *options], self.env)
        assert done.returncode == 0, done.stderr
        found = re.search(r"/start (\S+)", done.stdout)
        assert found, done.stdout
        return found[1]

    def user(self, chat: int) -> FakeUser:
        return self.fake.user(chat)

    def said(self) -> str:
        """All that the process wrote, in all its lives."""
        log = self.home / "nlu.log"
        return "".join(file.read_text() for file in (self.output, log) if file.exists())

    def until(self, holds: Callable[[], object], within: float = 10.0) -> None:
        """Waits until something is so."""
        end = time.monotonic() + within
        while not holds():
            assert time.monotonic() < end, (
                f"did not happen within {within:g} s; last seen: {self.last_seen()}; "
                f"the process said: {self.said()[-1500:]}"
            )
            time.sleep(0.01)

    def last_seen(self) -> dict[int, str]:
        """The newest message on each phone."""
        return {chat: seen[-1].text for chat, seen in self.fake.screens.items() if seen}

    def registered(self) -> None:
        """A tester, a volunteer, a professional and a coordinator, by their codes, on duty."""
        staff = {
            VOLUNTEER: ("volunteer", "--alias", "Rode Panda", "--age", "19"),
            PROFESSIONAL: ("professional", "--alias", "Witte Zwaan"),
            COORDINATOR: ("coordinator", "--alias", "Wijze Uil"),
        }
        codes = {
            chat: self.invite(role, *options, "--screened-by", "A. Toetser, coördinator")
            for chat, (role, *options) in staff.items()
        }
        for chat, code in codes.items():
            self.user(chat).types(f"/start {code}")
            self.user(chat).waits_for("Je staat er nu in")
            self.user(chat).types("/dienst aan")
            self.until(lambda chat=chat: len(self.user(chat).screen) >= 2)
        self.user(YOUNG).types(f"/start {self.invite('tester')}")
        self.user(YOUNG).waits_for("Waar wil je het over hebben?")
