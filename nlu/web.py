"""The only doors of the language service: POST /model/parse, POST /practice/label and GET /status."""

from __future__ import annotations

import hmac
import re
from typing import Any, Callable, Dict, Mapping, Optional

from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from nlu.quiet import Operator

LARGEST_BODY = 64 * 1024
SECONDS_FOR_AN_ANSWER = 30
# Rasa takes a text that begins with "/" as the name of an intent and then drops act and risk.
COMMAND_SIGN = re.compile(r"^[\s/]+")

# The rest of what Rasa answers (tokens) is of no use to the bot.
ANSWER = ("intent", "intent_ranking", "entities", "act", "risk", "situations")

Parse = Callable[[str], Dict[str, Any]]
Label = Callable[[str], Dict[str, Any]]


def create_app(
    parse: Parse,
    status: Mapping[str, Any],
    token: str,
    operator: Operator,
    label: Optional[Label] = None,
) -> Sanic:
    """The application; `parse` gives the meaning of a text, `status` is what GET /status tells, and
    `label` names what a volunteer's line in a practice talk does (without it: 503)."""
    app = Sanic("maatje_nlu", env_prefix="", configure_logging=False, register=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY
    app.config.RESPONSE_TIMEOUT = SECONDS_FOR_AN_ANSWER
    app.config.ACCESS_LOG = False
    app.error_handler.add(Exception, _error_answer(operator))

    @app.middleware("request")
    async def only_with_token(request: Request) -> Optional[HTTPResponse]:
        if not _token_fits(request, token):
            return json({"fout": "token ontbreekt of klopt niet"}, status=401)
        return None

    @app.post("/model/parse")
    async def parse_text(request: Request) -> HTTPResponse:
        text = _text_of(request)
        if text is None:
            return json({"fout": 'verwacht JSON: {"text": "..."}'}, status=400)
        meaning = parse(COMMAND_SIGN.sub("", text))
        known = {key: meaning[key] for key in ANSWER if key in meaning}
        return json({"text": text, **known})

    @app.post("/practice/label")
    async def label_line(request: Request) -> HTTPResponse:
        text = _text_of(request)
        if text is None:
            return json({"fout": 'verwacht JSON: {"text": "..."}'}, status=400)
        if label is None:
            return json({"fout": "er is geen oefenmodel"}, status=503)
        return json(label(text))

    @app.get("/status")
    async def tell_status(request: Request) -> HTTPResponse:
        return json(dict(status))

    return app


def _token_fits(request: Request, token: str) -> bool:
    given = request.args.get("token") or request.token or ""
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


def _text_of(request: Request) -> Optional[str]:
    try:
        body = request.json
    except SanicException:
        return None
    text = body.get("text") if isinstance(body, dict) else None
    # Half of a surrogate pair can be sent as JSON but never be written out again.
    return text.encode("utf-8", "replace").decode() if isinstance(text, str) else None


def _error_answer(operator: Operator) -> Callable[[Request, Exception], HTTPResponse]:
    def answer(request: Request, error: Exception) -> HTTPResponse:
        code = getattr(error, "status_code", 500)
        if code == 500:
            operator.failure("het begrijpen van een bericht", error)
        return json({"fout": f"niet gelukt ({code})"}, status=code)

    return answer
