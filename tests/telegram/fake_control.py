"""Drives the fake from another process: POST /control/<verb> with JSON, GET /control/<what>.

POST /control/types    {"chat": 1001, "text": "hoi"}      also: edits, presses (text = label)
POST /control/blocks   {"chat": 1001}                     and every other verb of FakeUser
POST /control/advance  {"seconds": 200}
POST /control/floods   {"times": 3, "retry_after": 2}     also: breaks, hangs_up, refuses
GET  /control/screen?chat=1001     GET /control/failures     GET /control/pending
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

if TYPE_CHECKING:
    from tests.telegram.fake_telegram import FakeTelegram

_OF_PEOPLE = (
    "types",
    "edits",
    "presses",
    "sends_photo",
    "sends_voice",
    "sends_sticker",
    "sends_contact",
    "blocks",
    "unblocks",
    "redeliver_last",
)
_OF_THE_WORLD = ("advance", "floods", "breaks", "hangs_up", "refuses")


def control_routes(fake: FakeTelegram) -> list[BaseRoute]:
    """The routes of the control door."""

    async def do(request: Request) -> Response:
        verb, wishes = request.path_params["verb"], await request.json()
        try:
            if verb in _OF_PEOPLE:
                person = fake.user(int(wishes.pop("chat")))
                getattr(person, verb)(*wishes.values())
            elif verb in _OF_THE_WORLD:
                getattr(fake, verb)(**wishes)
            else:
                return JSONResponse({"error": f"unknown verb {verb}"}, status_code=404)
        except (AssertionError, KeyError, TypeError, StopIteration) as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse({"ok": True})

    async def screen(request: Request) -> Response:
        person = fake.user(int(request.query_params["chat"]))
        return JSONResponse(
            [{"text": seen.text, "buttons": list(seen.buttons)} for seen in person.screen]
        )

    async def failures(_: Request) -> Response:
        return JSONResponse(fake.failures)

    async def pending(_: Request) -> Response:
        return JSONResponse(len(fake.pending))

    return [
        Route("/control/screen", screen),
        Route("/control/failures", failures),
        Route("/control/pending", pending),
        Route("/control/{verb}", do, methods=["POST"]),
    ]
