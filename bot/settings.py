"""Settings: the environment (`MAATJE_*`) becomes one frozen object."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
# Any other word means off: nothing is ever kept by mistake.
SWITCHED_ON = ("1", "true", "on", "yes", "aan", "ja")


class Settings(BaseSettings):
    """Everything that can be set. Secrets print as dots."""

    model_config = SettingsConfigDict(env_prefix="MAATJE_", frozen=True, extra="ignore")

    home: Path = Path(".maatje")
    flows: Path = ROOT / "flows"
    database_url: SecretStr | None = None
    key: SecretStr | None = None
    key_file: Path | None = None
    telegram_token: SecretStr | None = None
    bot_name: str = ""
    telegram_api: str | None = None
    nlu_url: str | None = None
    nlu_token: SecretStr | None = None
    organisation: str = ""
    complaints: str = ""
    privacy_notice: str = ""
    dpia_date: str = ""
    learning: bool = False
    wall_channel: str = ""

    @field_validator("learning", mode="before")
    @classmethod
    def _switch(cls, value: object) -> bool:
        return str(value).strip().casefold() in SWITCHED_ON

    @property
    def contract(self) -> Path:
        """The labels of the language service."""
        return ROOT / "nlu" / "contract.yml"

    @property
    def nlu_folder(self) -> Path:
        """The language room."""
        return ROOT / "nlu"

    def database(self) -> str:
        """The database, by default SQLite in the home folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.home / 'maatje.sqlite3'}"
