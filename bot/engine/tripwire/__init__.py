"""The tripwire: danger that is said plainly is seen, also when the language model is away.

For the conversing service, which asks it first for every text. What it knows stands in
`tripwire.yml`, in a pattern language explained there to youth-care reviewers. Texts of young
people are never kept, cached between looks, logged or put into an exception.

A text becomes a row of plainly spelled words (`spelling`), in which the patterns (`patterns`) of
the data file (`file`) are looked for (`looking`).
"""

from bot.engine.tripwire.file import TripwireFileInvalid
from bot.engine.tripwire.looking import Tripwire

__all__ = ["Tripwire", "TripwireFileInvalid"]
