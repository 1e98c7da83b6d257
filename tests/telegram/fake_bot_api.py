"""A strict fake Bot API over real HTTP, for tests here and elsewhere.

    with FakeBotApi() as fake:                       # a free port on loopback, in a thread
        bot = make_bot(fake.token, fake.url)
        fake.user(1001).types("hoi")                 # see fake_user.py
    assert not fake.failures                         # what no bot may do

For a bot in another process, driven over HTTP (see fake_control.py):

    python -m tests.telegram.fake_bot_api --port 8081 --control
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import threading
import time
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.telegram.fake_control import control_routes
from tests.telegram.fake_methods import METHODS
from tests.telegram.fake_telegram import ApiError, FakeTelegram, Json


class FakeBotApi(FakeTelegram):
    """`FakeTelegram` with a door: `url` is what goes into MAATJE_TELEGRAM_API."""

    def __init__(self, port: int = 0, *, control: bool = False, **world: Any) -> None:
        super().__init__(**world)
        self._socket = socket.create_server(("127.0.0.1", port))
        # asyncio leaves Nagle on for a socket that is made this way: 40 ms on every answer
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"]),
                *(control_routes(self) if control else ()),
            ]
        )
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="critical",
            lifespan="off",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self.serve, daemon=True, name="fake-bot-api")

    def serve(self) -> None:
        """Serves in this thread until stopped."""
        self._server.run(sockets=[self._socket])

    def start(self) -> None:
        """Serves in a thread of its own; returns when the door is open."""
        self._thread.start()
        while not self._server.started:
            time.sleep(0.002)

    def stop(self) -> None:
        """Ends the long polls and closes the door."""
        self.closing = True
        self.wake()
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(timeout=5)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    async def _answer(self, request: Request) -> Response:
        name, params = request.path_params["method"], await _parameters(request)
        if request.path_params["token"] != self.token:
            return _refusal(ApiError(401, "Unauthorized"))
        self.calls.append((name, params))
        try:
            return await self._carry_out(name, params)
        except ApiError as error:
            return _refusal(error)

    async def _carry_out(self, name: str, params: Json) -> Response:
        if name not in METHODS:
            self.failures.append(f"unknown method {name}")
            raise ApiError(404, "Not Found")
        method, known = METHODS[name]
        if unknown := params.keys() - known:
            self.failures.append(f"{name} with unexpected {', '.join(sorted(unknown))}")
        if self.delay and name != "getUpdates":
            await asyncio.sleep(self.delay)
        fault = self.fault(name, params, after=False)
        if fault and fault.error:
            raise fault.error
        result = await method(self, params)
        if self.fault(name, params, after=True):
            return _HangUp()
        return JSONResponse({"ok": True, "result": result})


class _HangUp(Response):
    """Promises more than it sends, so that the server closes the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"ok":', "more_body": True})
        raise ConnectionResetError("fault: hung up after the work")


def _refusal(error: ApiError) -> Response:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.retry_after is not None:
        body["parameters"] = {"retry_after": error.retry_after}
    if error.moved_to:
        body["parameters"] = {"migrate_to_chat_id": error.moved_to}
    return JSONResponse(body, status_code=error.code)


async def _parameters(request: Request) -> Json:
    """From the query, a form or JSON, as Telegram takes them."""
    params: Json = dict(request.query_params)
    if "multipart" in request.headers.get("content-type", ""):
        return params | await _form(request)
    body = await request.body()
    if "json" in request.headers.get("content-type", ""):
        return params | dict(json.loads(body))
    return params | dict(parse_qsl(body.decode(), keep_blank_values=True))


async def _form(request: Request) -> Json:
    """A form with a file in it: name and bytes."""
    found: Json = {}
    async with request.form() as form:
        for key, value in form.items():
            if isinstance(value, str):
                found[key] = value
            else:
                found[key] = (value.filename or "", await value.read())
    return found


def main() -> None:
    """Serves until interrupted; the first line on stdout is the URL."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--token", default=FakeTelegram.token)
    options.add_argument("--control", action="store_true")
    chosen = options.parse_args()
    fake = FakeBotApi(chosen.port, control=chosen.control, token=chosen.token)
    print(fake.url, flush=True)
    fake.serve()


if __name__ == "__main__":
    main()
