"""What the tripwire of the bot says of texts: the figures for danger are of tripwire and model.

The tripwire lives in the bot's own project (Python 3.11), so it is asked as an operator would.
"""

from __future__ import annotations

import json
import subprocess
from typing import List, Sequence

from nlu.layout import ROOT

COMMAND = (str(ROOT / ".venv" / "bin" / "maatje"), "nlu", "parse", "--without-nlu")


class NoTripwire(Exception):
    """The bot is not set up here; the text says in Dutch what to do."""


def tripwire_levels(texts: Sequence[str]) -> List[str]:
    """The level (none, concern, urgent) for each text. Raises `NoTripwire`."""
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    try:
        done = subprocess.run(COMMAND, input=lines, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoTripwire(
            "Het gevaarnet van de bot antwoordt niet. Doe eerst: make setup"
        ) from error
    return [json.loads(line)["risk"]["level"] for line in done.stdout.splitlines()]
