"""What an operator can set wrong about the wall is told in Dutch, before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bootstrap import Doors, open_application
from bot.commands.invite import invite
from bot.errors import OperatorError
from bot.settings import ROOT, Settings
from tests.conftest import SEALER, database_url, migrated, shelf
from tests.fakes import FakeLanguage
from tests.services.test_wall_channel import Phones


@pytest.mark.parametrize("channel", ["muur", "12345", "@", "@a b", "https://t.me/muur"])
async def test_what_is_no_channel_is_refused(tmp_path: Path, channel: str) -> None:
    await migrated(tmp_path)
    settings = Settings(home=tmp_path, database_url=database_url(tmp_path), wall_channel=channel)
    doors = Doors({}, {"telegram": Phones()})
    with pytest.raises(OperatorError, match="MAATJE_WALL_CHANNEL"):
        async with open_application(
            settings, doors, FakeLanguage(), sealer=SEALER, flowbook=shelf(ROOT / "flows")
        ):
            pass


@pytest.mark.parametrize("channel", ["", "@muur_van_maatje", "-1001234567890"])
async def test_a_channel_or_none_is_taken(tmp_path: Path, channel: str) -> None:
    await migrated(tmp_path)
    settings = Settings(home=tmp_path, database_url=database_url(tmp_path), wall_channel=channel)
    doors = Doors({}, {"telegram": Phones()})
    async with open_application(
        settings, doors, FakeLanguage(), sealer=SEALER, flowbook=shelf(ROOT / "flows")
    ) as application:
        known = application.house.wall_channel
        assert known == (("telegram", channel) if channel else None)


async def test_a_moderator_is_sixteen_or_older(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url=database_url(tmp_path))
    with pytest.raises(OperatorError, match="16"):
        await invite(settings, "moderator", alias="", age=15, screened_by="T. de Vries")
    assert await invite(settings, "moderator", alias="", age=16, screened_by="T. de Vries") == 0
