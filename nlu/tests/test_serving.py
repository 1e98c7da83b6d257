"""serve.py as the bot meets it: answers, closed doors, silence, and a clean end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nlu.contract import read_contract
from nlu.layout import ROOT, layout_of
from nlu.manifest import checked_model
from nlu.tests.conftest import TOKEN, Service, Trained, free_port, run_script


def test_answers_with_topic_act_and_risk_of_the_contract(service: Service) -> None:
    meaning = service.parse("ze lachen me elke pauze uit")
    contract = read_contract(layout_of().contract)
    ranking = meaning["intent_ranking"]
    assert {place["name"] for place in ranking} == set(contract.topics)
    assert meaning["intent"] == ranking[0]
    assert sum(place["confidence"] for place in ranking) == pytest.approx(1)
    assert meaning["act"]["name"] in contract.acts and 0 <= meaning["act"]["confidence"] <= 1
    assert meaning["risk"]["level"] in contract.risk_levels
    assert isinstance(meaning["risk"]["life_now"], bool)
    assert meaning["entities"] == []


def test_sees_danger_and_its_kind(service: Service) -> None:
    risk = service.parse("mijn vader slaat mij en nu wil ik dood")["risk"]
    assert risk["level"] == "urgent" and risk["kinds"]
    assert set(risk["kinds"]) <= set(read_contract(layout_of().contract).kinds)


def test_a_slash_in_front_hides_nothing(service: Service) -> None:
    plain, slashed = (
        service.parse("ik wil niet meer leven"),
        service.parse(" //ik wil niet meer leven"),
    )
    assert slashed["risk"] == plain["risk"] and slashed["intent"] == plain["intent"]


ODD = [
    "", " ", "/", "?!?!", "{}[]()", "/greet{\"a\":1}", "\x00\x07", "\u200b\u200b",
    "\U0001f600\U0001f62d", "\u0645\u0631\u062d\u0628\u0627", "\u043d\u0435\u0442",
    "a" * 10_000, "woord " * 1_700, "e\u0301" * 3_000, ")" * 10_000, "\U0001f600" * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_get_an_answer_in_time(service: Service, text: str) -> None:
    started = time.monotonic()
    assert service.parse(text)["intent"]["name"]
    assert time.monotonic() - started < 2


def test_half_a_surrogate_pair_gets_an_answer(service: Service) -> None:
    code, meaning = service.call("POST", "/model/parse", b'{"text": "ik \\ud800 ben"}')
    assert code == 200 and meaning["intent"]["name"]


CLOSED = [
    ("PUT", "/model"), ("DELETE", "/model"), ("POST", "/model/train"), ("POST", "/model/test"),
    ("POST", "/webhooks/rest/webhook"), ("GET", "/"), ("GET", "/version"), ("GET", "/domain"),
    ("GET", "/conversations/x/tracker"), ("GET", "/model/parse"), ("POST", "/status"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_every_other_door_is_closed(service: Service, method: str, path: str) -> None:
    code, _ = service.call(method, path, b"{}" if method != "GET" else None)
    assert code in (403, 404, 405)


def test_without_the_token_nothing_is_answered(service: Service) -> None:
    body = b'{"text": "hoi"}'
    assert service.call("POST", "/model/parse", body, token=None)[0] == 401
    assert service.call("POST", "/model/parse", body, token="fout")[0] == 401
    assert service.call("GET", "/status", token="f\u00f6ut".encode().hex())[0] == 401


@pytest.mark.parametrize("body", [b"", b"geen json", b"[]", b"{}", b'{"text": 5}'])
def test_a_body_without_text_is_a_clean_error(service: Service, body: bytes) -> None:
    assert service.call("POST", "/model/parse", body)[0] == 400


def test_a_body_over_64_kb_is_refused_and_the_service_goes_on(service: Service) -> None:
    try:
        code, _ = service.call("POST", "/model/parse", b'{"text": "' + b"x" * 70_000 + b'"}')
        assert code == 413
    except OSError:
        pass  # the service may close the connection before all of it is sent
    assert service.parse("hoi")["intent"]["name"]


def test_status_tells_model_and_spacy(service: Service, trained: Trained) -> None:
    code, status = service.call("GET", "/status")
    manifest, _ = checked_model(trained.layout)
    assert code == 200
    assert status["fingerprint"] == manifest.inputs and status["spacy"] == manifest.spacy


def test_listens_on_this_machine_only(service: Service) -> None:
    hexadecimal = f"{service.port:04X}"
    tables = [path for path in map(Path, ("/proc/net/tcp", "/proc/net/tcp6")) if path.exists()]
    listening = [line.split()[1] for path in tables for line in path.read_text().splitlines()]
    ours = {address for address in listening if address.endswith(":" + hexadecimal)}
    assert ours == {"0100007F:" + hexadecimal}


def test_no_message_text_in_any_output_or_file(service: Service) -> None:
    canary = "kanariepietzevenentwintig"
    service.parse(f"mijn {canary} is weggevlogen")
    service.parse(f"/{canary}@9{{")
    service.call("POST", "/model/parse", f'{{"text": "{canary}'.encode())
    service.call("POST", f"/model/{canary}", b"{}")
    service.call("PUT", "/model", f'{{"model_file": "{canary}"}}'.encode())
    time.sleep(0.3)
    files = [path for path in service.folder.rglob("*") if path.is_file()]
    assert {"stdout", "stderr", "everything.log"} <= {path.name for path in files}
    assert [path.name for path in files if canary.encode() in path.read_bytes()] == []
    assert (service.folder / "stdout").read_bytes() == b"klaar\n"


def spoilt(trained: Trained, folder: Path) -> Path:
    """A copy of the trained project, to break."""
    shutil.copytree(trained.root, folder / "copy")
    return folder / "copy"


def refused(root: Path) -> str:
    """What serve.py says when it refuses to start."""
    options = ["--port", str(free_port()), "--root", str(root)]
    done = run_script("serve.py", *options, MAATJE_NLU_TOKEN=TOKEN)
    assert done.returncode == 1 and "klaar" not in done.stdout
    return done.stderr


def test_refuses_a_changed_model(trained: Trained, tmp_path: Path) -> None:
    root = spoilt(trained, tmp_path)
    _, model = checked_model(layout_of(root))
    with model.open("ab") as file:
        file.write(b"x")
    assert "is veranderd na het trainen" in refused(root)


def test_refuses_when_the_model_is_missing_though_another_lies_there(
    trained: Trained, tmp_path: Path
) -> None:
    root = spoilt(trained, tmp_path)
    _, model = checked_model(layout_of(root))
    model.rename(model.with_name("ander.tar.gz"))
    assert f"{model.name} ontbreekt" in refused(root)


def test_refuses_without_a_model(project: object, tmp_path: Path) -> None:
    assert "nog geen taalmodel" in refused(tmp_path)


def test_refuses_without_a_token_and_on_a_taken_port(service: Service, trained: Trained) -> None:
    options = ["--port", str(service.port), "--root", str(trained.root)]
    without = run_script("serve.py", *options)
    assert without.returncode == 1 and "MAATJE_NLU_TOKEN" in without.stderr
    taken = run_script("serve.py", *options, MAATJE_NLU_TOKEN=TOKEN)
    assert taken.returncode == 1 and "niet vrij" in taken.stderr


def test_ends_when_its_parent_is_killed(trained: Trained, tmp_path: Path) -> None:
    script = [str(ROOT / "nlu" / "serve.py"), "--port", "0", "--root", str(trained.root)]
    start = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen(sys.argv[1:]); print(child.pid, flush=True); time.sleep(60)"
    )
    environment = {**os.environ, "MAATJE_NLU_TOKEN": TOKEN}
    command = [sys.executable, "-c", start, sys.executable, *script]
    parent = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, cwd=tmp_path)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(2)  # the child is loading Rasa now
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not alive(child)


def alive(pid: int) -> bool:
    """Whether a process still runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
