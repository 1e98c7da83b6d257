"""A tiny language service over HTTP for Maatje as a process: understands what it was taught."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is what the tests are about."""


class FakeLanguageServer:
    """`url` is what goes into MAATJE_NLU_URL. `acts` and `topics`: text → label."""

    def __init__(self) -> None:
        self.acts: dict[str, str] = {}
        self.topics: dict[str, str] = {}
        self.asked: list[str] = []
        self._server = _Server(("127.0.0.1", 0), _handler_of(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def meaning(self, text: str) -> dict[str, Any]:
        """The answer of `POST /model/parse`."""
        self.asked.append(text)
        topic = {"name": self.topics.get(text, "none"), "confidence": 0.9}
        return {
            "text": text,
            "intent": topic,
            "intent_ranking": [topic],
            "entities": [],
            "act": {"name": self.acts.get(text, "tell"), "confidence": 0.9},
            "risk": {"level": "none", "kinds": []},
        }


def _handler_of(language: FakeLanguageServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer({"model": "fake"})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(language.meaning(json.loads(body)["text"]))

        def _answer(self, data: dict[str, Any]) -> None:
            body = json.dumps(data).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    return Handler
