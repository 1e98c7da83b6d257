"""Starts the language service on 127.0.0.1: text in; topic, act and risk out, or what a practice line does.

For the bot, which starts it as a child: `nlu/.venv/bin/python nlu/serve.py --port 5005` with the
token in MAATJE_NLU_TOKEN. Prints `klaar` when it can answer. Ends on SIGTERM and with its parent.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any, Callable, Dict, Optional

if not __package__:  # started as a file: let `nlu` be found from any folder
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from nlu.layout import ROOT, layout_of
from nlu.light import leave_tensorflow_out
from nlu.manifest import Manifest, ModelError, checked_model
from nlu.parent import end_with_parent
from nlu.quiet import Operator, silence_loggers, take_output

HOST = "127.0.0.1"
Label = Callable[[str], Dict[str, Any]]
TOKEN = "MAATJE_NLU_TOKEN"


class StartError(Exception):
    """The service cannot start; the text says why, in Dutch."""


def token_from_environment() -> str:
    """The token, taken out of the environment so that no child of ours inherits it."""
    token = os.environ.pop(TOKEN, "")
    if not token:
        raise StartError(f"Zet eerst een geheime tekst in {TOKEN}; zonder start ik niet.")
    return token


def bound_socket(port: int) -> socket.socket:
    """A socket on this machine only; 0 takes a free port."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
    except (OSError, OverflowError) as error:
        raise StartError(f"Poort {port} op {HOST} is niet vrij.") from error
    return bound


def load_model(path: Path, tensorflow: bool) -> Any:
    """The model as Rasa loads it; `tensorflow`: whether a part of the pipeline may use it."""
    os.environ.update(RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3")
    os.environ.setdefault(
        "OMP_NUM_THREADS", "1"
    )  # one core a process; threads cost more than they give
    silence_loggers()
    if not tensorflow:
        leave_tensorflow_out()
    from nlu.understanding import Understanding

    return Understanding.load(path)


def status_of(manifest: Manifest) -> Dict[str, Any]:
    """What GET /status tells."""
    from nlu.components.spacy_pipeline import FALLBACK, pipelines_in_use

    used = ", ".join(pipelines_in_use())
    return {
        "model": manifest.model,
        "fingerprint": manifest.inputs,
        "sha256": manifest.sha256,
        "trained": manifest.date,
        "sentences": manifest.sentences,
        "rasa": manifest.rasa,
        "spacy": used,
        "spacy_fallback": used == FALLBACK,
        "spacy_trained_with": manifest.spacy,
    }


def tell_about_spacy(operator: Operator, status: Dict[str, Any]) -> None:
    """Says once which spaCy pipeline is used when it is not the one that was asked for."""
    if status["spacy_fallback"]:
        operator.say(f"Let op: nl_core_news_sm is er niet; ik gebruik {status['spacy']}.")
    if status["spacy"] != status["spacy_trained_with"]:
        operator.say("Let op: het model is met een andere spaCy-pijplijn getraind; train opnieuw.")


def practice_of(operator: Operator, root: Path) -> Optional[Label]:
    """What names the lines of a practice talk; without it everything else is served."""
    from nlu.practice_model import load

    model = load(layout_of(root))
    if model is None:
        operator.say(
            "Let op: er is geen oefenmodel; oefengesprekken gaan zonder tellen. Zie: make train"
        )
    return model.label if model is not None else None


def serve(operator: Operator, root: Path, port: int) -> None:
    """Checks, loads, and answers until told to stop."""
    token = token_from_environment()
    bound = bound_socket(port)
    manifest, path = checked_model(layout_of(root))
    model = load_model(path, manifest.tensorflow)
    status = status_of(manifest)
    tell_about_spacy(operator, status)
    from nlu.web import create_app

    practice = practice_of(operator, root)
    status["practice"] = practice is not None
    app = create_app(model.parse, status, token, operator, practice)
    app.register_listener(lambda *_: operator.ready(), "after_server_start")
    app.run(sock=bound, access_log=False, debug=False, motd=False, workers=1)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Start de taaldienst van Maatje.")
    parser.add_argument("--port", type=int, required=True, help="poort op 127.0.0.1")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args()
    end_with_parent()
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    operator = take_output()
    try:
        serve(operator, options.root.resolve(), options.port)
    except (StartError, ModelError) as error:
        operator.say(str(error))
        return 1
    except Exception as error:
        operator.failure("het starten van de taaldienst", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
