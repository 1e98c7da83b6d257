"""Aliases of two Dutch words: easy to remember, and they tell nothing of who is behind them."""

from __future__ import annotations

import secrets

COLOURS = (
    "Groene",
    "Blauwe",
    "Rode",
    "Gele",
    "Witte",
    "Grijze",
    "Bruine",
    "Zilveren",
    "Gouden",
    "Paarse",
    "Vroege",
    "Stille",
    "Snelle",
    "Kleine",
    "Grote",
    "Wijze",
    "Dappere",
    "Zachte",
    "Vrolijke",
    "Rustige",
    "Sterke",
    "Lichte",
    "Warme",
    "Frisse",
    "Slimme",
    "Vlugge",
    "Milde",
    "Blije",
    "Kalme",
    "Ronde",
)
ANIMALS = (
    "Reiger",
    "Vos",
    "Otter",
    "Uil",
    "Egel",
    "Bever",
    "Merel",
    "Haas",
    "Das",
    "Kraanvogel",
    "Zwaluw",
    "Eekhoorn",
    "Ree",
    "Specht",
    "Zeehond",
    "Meeuw",
    "Roodborst",
    "Vlinder",
    "Libel",
    "Steenbok",
    "Panda",
    "Koala",
    "Dolfijn",
    "Schildpad",
    "Kikker",
    "Leeuwerik",
    "Wolf",
    "Lynx",
    "Zwaan",
    "Mol",
)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # of codes; without those that look alike
STEP = 367  # shares no factor with the number of pairs, so that all are used before one returns


class DutchAliases:
    """The alias of the n-th handoff of a house; `seed` makes each house begin elsewhere."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed

    def alias(self, number: int) -> str:
        place = (self._seed + number * STEP) % (len(COLOURS) * len(ANIMALS))
        return f"{COLOURS[place % len(COLOURS)]} {ANIMALS[place // len(COLOURS)]}"

    def code(self) -> str:
        """Three groups of four; it fits behind `t.me/…?start=`."""
        return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
