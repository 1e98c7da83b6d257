"""Measures the language service on this machine, beside Rasa's own pipeline, and writes docs/nlu-bench.md.

For who wants to know how fast it is: `make bench-nlu` (about ten minutes; the first time Rasa's own
model is trained as well). `--short` measures only the present model, within a minute, for CI.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import http.client
import json
import math
import os
import platform
import resource
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Iterator, List, Optional, Sequence, Tuple

if not __package__:  # started as a file: let `nlu` be found from any folder
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from nlu.contract import ContractError, read_contract
from nlu.layout import ROOT, layout_of
from nlu.sentences import Sentence, read_sentences

REPORT = ROOT / "docs" / "nlu-bench.md"
HOST = "127.0.0.1"
SAMPLE = 2000  # sentences from which Rasa's own pipeline learns
EPOCHS = 3  # of the 100: speed hangs on the size of the model, not on how long it learned
WARM_UP = 50  # requests before anything is measured
CONNECTIONS = 8  # clients at the same time
LONGEST_START, LONGEST_ROUND, LONGEST_TRAINING = 180.0, 60.0, 180.0  # seconds
MISSED = "niet gehaald"


class BenchError(Exception):
    """Nothing can be measured; the text says why, in Dutch."""


@dataclass(frozen=True)
class Round:
    """What the clients saw: milliseconds of every answer, seconds of the whole, and what failed."""

    milliseconds: List[float]
    seconds: float
    failed: int

    @property
    def per_second(self) -> float:
        """Right answers per second."""
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class Service:
    """A service that answers: where, how long it took to start, and its process."""

    url: str
    ready: float
    process: "subprocess.Popen[bytes]"

    @property
    def memory(self) -> float:
        """Resident GiB, now."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) / 2**20 for line in lines if line.startswith("VmRSS:"))


@dataclass(frozen=True)
class Row:
    """One figure and its goal; a goal is a limit unless `at_least`."""

    name: str
    figure: float
    unit: str
    goal: Optional[float] = None
    at_least: bool = False

    @property
    def missed(self) -> bool:
        """Whether there is a goal that was not reached."""
        if self.goal is None:
            return False
        return not (self.figure >= self.goal if self.at_least else self.figure <= self.goal)

    def cells(self) -> Tuple[str, ...]:
        """As it stands in the table."""
        goal = "" if self.goal is None else f"{'≥' if self.at_least else '≤'} {self.goal:g}"
        verdict = "" if self.goal is None else MISSED if self.missed else "gehaald"
        figure = f"{self.figure:.{2 if self.figure < 10 else 1}f}"
        return self.name, f"{figure} {self.unit}".strip(), goal, verdict


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that `percent` of the values do not exceed (nearest rank)."""
    if not values:
        return math.nan
    return sorted(values)[max(math.ceil(percent / 100 * len(values)), 1) - 1]


def table(rows: Sequence[Row]) -> str:
    """A table in Markdown that can be read in a terminal too."""
    lines = [("wat", "gemeten", "doel", ""), *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    shown = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines]
    shown.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(shown)


def in_fixed_order(sentences: Sequence[Sentence]) -> List[Sentence]:
    """By the sha256 of the text: mixed topics and lengths, every time the same."""
    return sorted(sentences, key=lambda s: hashlib.sha256(s.text.encode()).hexdigest())


def sample_of(sentences: Sequence[Sentence]) -> List[Sentence]:
    """The fixed sample from which Rasa's own pipeline learns."""
    return in_fixed_order(sentences)[:SAMPLE]


def stock_pipeline(epochs: int) -> str:
    """Rasa's own pipeline, with less learning: 100 epochs take more than half an hour."""
    from nlu.comparing import STOCK

    return STOCK.replace("epochs: 100", f"epochs: {epochs}")


def sample_hash(sample: Sequence[Sentence], pipeline: str) -> str:
    """Changes when a sentence, its topic or the pipeline does."""
    written = json.dumps([[s.text, s.topic] for s in sample] + [pipeline], ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:12]


async def ask_all(urls: Sequence[str], texts: Sequence[str], connections: int) -> Round:
    """All texts, each asked once, over kept connections that are spread over the services."""
    import aiohttp

    left, found, failed = iter(texts), [], 0  # type: Iterator[str], List[float], int
    began = time.perf_counter()

    async def client(url: str) -> None:
        nonlocal failed
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1)) as session:
            for text in left:
                sent = time.perf_counter()
                if sent - began > LONGEST_ROUND:
                    return
                body = json.dumps({"text": text}, ensure_ascii=False).encode()
                async with session.post(url, data=body) as answer:
                    right = answer.status == 200 and b'"intent_ranking"' in await answer.read()
                if right:
                    found.append(1000 * (time.perf_counter() - sent))
                failed += not right

    await asyncio.gather(*(client(urls[n % len(urls)]) for n in range(connections)))
    return Round(found, time.perf_counter() - began, failed)


@contextlib.contextmanager
def started(command: Sequence[str], **options: Any) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that is gone afterwards, whatever happens."""
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def run_self(mode: str, given: Any, seconds: float, out: int) -> bytes:
    """Runs a hidden mode of this file in a process of its own, so that nothing is shared."""
    command, pipe = [sys.executable, "-W", "ignore", __file__, mode], subprocess.PIPE
    with started(command, stdin=pipe, stdout=out) as process:
        try:
            said, _ = process.communicate(json.dumps(given).encode(), timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise BenchError(f"{mode} duurde langer dan {seconds:.0f} s") from error
        if process.returncode:
            raise BenchError(f"{mode} is mislukt (code {process.returncode})")
    return said or b""


def measured(urls: Sequence[str], texts: Sequence[str], connections: int = 1) -> Round:
    """One round of clients in a process of their own."""
    plan = {"urls": urls, "texts": texts, "connections": connections}
    found = Round(**json.loads(run_self("clients", plan, 2 * LONGEST_ROUND, subprocess.PIPE)))
    if found.failed:
        raise BenchError(f"{found.failed} van {len(texts)} verzoeken gaven geen goed antwoord")
    return found


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def our_service(root: Path) -> Iterator[Service]:
    """Ours, started as the bot does; ready when it says `klaar`."""
    token, port, began = secrets.token_urlsafe(), free_port(), time.monotonic()
    script = [str(ROOT / "nlu" / "serve.py"), "--port", str(port), "--root", str(root)]
    environment = {**os.environ, "MAATJE_NLU_TOKEN": token}
    with started([sys.executable, *script], stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout
        readable, _, _ = select.select([process.stdout], [], [], LONGEST_START)
        if not readable or process.stdout.readline() != b"klaar\n":
            raise BenchError("de taaldienst werd niet klaar")
        url = f"http://{HOST}:{port}/model/parse?token={token}"
        yield Service(url, time.monotonic() - began, process)


@contextlib.contextmanager
def stock_service(model: Path) -> Iterator[Service]:
    """A stock `rasa run --enable-api`; ready when it parses."""
    port, began = free_port(), time.monotonic()
    rasa = [str(Path(sys.executable).with_name("rasa")), "run", "--enable-api", "-m", str(model)]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    with tempfile.TemporaryDirectory() as empty, open(os.devnull, "wb") as nowhere, started(
        [*rasa, "-i", HOST, "-p", str(port)],
        cwd=empty, env=environment, stdout=nowhere, stderr=nowhere,
    ) as process:  # fmt: skip
        while not _answers(port):
            if process.poll() is not None or time.monotonic() - began > LONGEST_START:
                raise BenchError("rasa run werd niet klaar")
            time.sleep(0.1)
        ready = time.monotonic() - began
        yield Service(f"http://{HOST}:{port}/model/parse", ready, process)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)  # looks at no proxy
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("POST", "/model/parse", b'{"text": "hoi"}')
        return connection.getresponse().status == 200
    return False


def sentences_in(folder: Path) -> Tuple[Sentence, ...]:
    """The sentences without mistakes; train.py says which ones have any."""
    return read_sentences(folder, read_contract(layout_of().contract)).sentences


def texts_of(count: int) -> List[str]:
    """Held-out texts, again and again until there are `count`."""
    known = [sentence.text for sentence in in_fixed_order(sentences_in(layout_of().held_out))]
    return [known[n % len(known)] for n in range(count)]


def stock_model(epochs: int) -> Path:
    """Rasa's own pipeline, learned once from the sample; train.py leaves this folder alone."""
    sample = sample_of(sentences_in(layout_of().data))
    folder = layout_of().models / "stock"
    model = folder / f"stock-{sample_hash(sample, stock_pipeline(epochs))}.tar.gz"
    if not model.is_file():
        print(f"Rasa's eigen pijplijn trainen op {len(sample)} zinnen (eenmalig) ...", flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as place:
            run_self("stock", [place, epochs], LONGEST_TRAINING * epochs, sys.stderr.fileno())
            os.replace(Path(place) / "stock.tar.gz", model)
    return model


def trained(root: Path) -> List[Row]:
    """Trains ours in `root`, on a copy of the inputs; the present model stays as it is."""
    real, copy = layout_of(), layout_of(root)
    copy.data.parent.mkdir(parents=True)
    for name in ("config", "contract", "importer", "lexicon", "lock"):
        shutil.copy(getattr(real, name), getattr(copy, name))
    for name in ("data", "components"):
        shutil.copytree(getattr(real, name), getattr(copy, name))
    began, script = time.monotonic(), str(ROOT / "nlu" / "train.py")
    with started([sys.executable, script, "--force", "--root", str(root)]) as process:
        if process.wait():
            raise BenchError("het trainen is mislukt")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    return [
        Row("Maatje: trainen", time.monotonic() - began, "s", 240),
        Row("Maatje: geheugen bij het trainen, piek", peak, "GiB"),
    ]


def one_by_one(name: str, service: Service, count: int, goals: bool) -> List[Row]:
    """Start, memory after warm-up, and every answer over one connection."""
    measured([service.url], texts_of(WARM_UP))
    memory = service.memory
    print(f"{name}: {count} zinnen een voor een ...", flush=True)
    times = measured([service.url], texts_of(count)).milliseconds
    return [
        Row(f"{name}: klaar na starten", service.ready, "s", 30 if goals else None),
        Row(f"{name}: geheugen na opwarmen", memory, "GiB", 1.0 if goals else None),
        *(Row(f"{name}: een voor een, p{percent}", percentile(times, percent), "ms",
              12 if goals and percent == 95 else None) for percent in (50, 95, 99)),
    ]  # fmt: skip


def together(name: str, services: Sequence[Service], count: int, goal: float | None) -> Row:
    """Parses per second with all clients at once."""
    print(f"{name}: {count} zinnen, {CONNECTIONS} tegelijk ...", flush=True)
    found = measured([service.url for service in services], texts_of(count), CONNECTIONS)
    return Row(f"{name}: per seconde, {CONNECTIONS} tegelijk", found.per_second, "/s", goal, True)


def bench(epochs: int, single: int = 500, many: int = 3000) -> List[Row]:
    """Everything; trains first."""
    with tempfile.TemporaryDirectory() as folder:
        rows = trained(Path(folder))
        with our_service(Path(folder)) as first:
            rows += one_by_one("Maatje", first, single, goals=True)
            rows.append(ours := together("Maatje", [first], many, None))
            with our_service(Path(folder)) as second:
                measured([second.url], texts_of(WARM_UP))
                rows.append(together("Maatje, twee processen", [first, second], many, 300))
                after = max(first.memory, second.memory)
                rows.append(Row("Maatje: geheugen na afloop, grootste", after, "GiB", 1.0))
    with stock_service(stock_model(epochs)) as service:
        rows += one_by_one("Rasa", service, single, goals=False)
        rows.append(theirs := together("Rasa", [service], many, None))
    times_faster = ours.figure / theirs.figure
    return [*rows, Row("Maatje / Rasa, per proces", times_faster, "keer", 3, True)]


def short_bench() -> List[Row]:
    """The present model, in less than a minute."""
    with our_service(ROOT) as service:
        rows = one_by_one("Maatje", service, 60, goals=True)
        return [*rows, together("Maatje", [service], 300, None)]


def machine() -> str:
    """What it was measured on, and how busy that was."""
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    return f"{cores} kernen, Python {platform.python_version()}, belasting vooraf {load:.1f}"


def told(rows: Sequence[Row]) -> str:
    """The last line."""
    missed = [row.name for row in rows if row.missed]
    return f"{MISSED}: {'; '.join(missed)}" if missed else "alle doelen gehaald"


DOCUMENT = """# Snelheid van de taaldienst

Gemaakt door `make bench-nlu`; niet met de hand aanpassen. Gemeten op: {machine}.

{table}

{told}.

Maatje: `nlu/serve.py`, op een kopie van de invoer opnieuw getraind.
Rasa: de pijplijn van `rasa init` (DIET, taal op `nl`) onder een gewone `rasa run --enable-api`, geleerd van
{sample} vaste trainzinnen in {epochs} van de 100 rondes: de grootte van het model, en dus de rekentijd, hangt
daar niet van af.
Beide krijgen dezelfde verzoeken: achtergehouden zinnen, eerst over een verbinding die open blijft, daarna
over {connections} tegelijk vanuit een eigen proces. Klanten en diensten delen de kernen. Rasa mag met een
proces alle kernen gebruiken (TensorFlow); Maatje gebruikt er per proces een.
"""


def hidden(mode: str) -> None:
    """The work of a process of its own; what it must do comes in over standard input."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    given = json.load(sys.stdin)
    if mode == "clients":
        print(json.dumps(asdict(asyncio.run(ask_all(**given)))))
        return
    from nlu.comparing import train_stock

    folder, epochs = given
    train_stock(sample_of(sentences_in(layout_of().data)), Path(folder), stock_pipeline(epochs))


def main() -> int:
    """The command line. A goal that was missed is told, but is no failure."""
    parser = argparse.ArgumentParser(description="Meet hoe snel de taaldienst van Maatje is.")
    parser.add_argument("--short", action="store_true", help="kort, zonder trainen en zonder Rasa")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="leerrondes van Rasa's DIET")
    parser.add_argument("mode", nargs="?", choices=("clients", "stock"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.mode:
        hidden(options.mode)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    measured_on = machine()
    try:
        rows = short_bench() if options.short else bench(options.epochs)
    except (BenchError, ContractError) as error:
        print(f"Niet gemeten: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(f"{measured_on}\n{table(rows)}\n{told(rows)}")
    if not options.short:
        text = DOCUMENT.format(machine=measured_on, table=table(rows), told=told(rows),
                               sample=SAMPLE, connections=CONNECTIONS, epochs=options.epochs)  # fmt: skip
        REPORT.write_text(text, encoding="utf-8")
        print(f"geschreven: {REPORT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
