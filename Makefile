# Maatje: thin targets, each a line or two. `make` alone tells what there is.
PYTHON ?= python3
UV := $(CURDIR)/.uv/bin/uv
UV_VERSION := 0.13.9
BOT := .venv/.ready
NLU := nlu/.venv/.ready
NO_PYTHON := Maatje heeft Python 3.10 nodig voor de taalservice (nlu/). Installeer Python 3.10 en probeer het opnieuw.

help:
	@echo "make demo   alles klaarzetten en Maatje in de terminal proberen (zonder token)"
	@echo "make test   alles klaarzetten en alle tests draaien"
	@echo "make run    Maatje op Telegram (MAATJE_TELEGRAM_TOKEN)"
	@echo "make check  lint, types, importregels en flows      make train  het taalmodel trainen"
	@echo "make bench-kill  de lange kill-proef                make nlu-report  cijfers van het taalmodel"
	@echo "make practice-report  cijfers van het oefengesprek (zinnen van vrijwilligers)"
	@echo "make nlu-curve   wat meer zinnen brengen            make nlu-tune    drempels zoeken"
	@echo "make nlu-situations  hoe zeker het taalmodel ziet wat verteld wordt"
	@echo "make prove-handoff  de overdracht beproeven: 300 x 50 stappen"
	@echo "make bench-claim  van de knop tot beide kanten het weten, op SQLite"
	@echo "make bench-redaction  hoeveel namen en nummers redact() weghaalt"
	@echo "make bench-handoff  een nagespeelde dag: wie wacht hoe lang, wie neemt wat (een half uur)"
	@echo "make bench-goals  een week vragen naar doelen, en de kosten bij een miljoen doelen (20 minuten)"
	@echo "make bench-nlu   hoe snel de taalservice is, naast Rasa's eigen pijplijn"

demo: setup
	@.venv/bin/maatje demo $(if $(TWO),--two,)

run: setup
	@exec .venv/bin/maatje run

setup: $(BOT) $(NLU) train

train: $(NLU)
	@cd nlu && .venv/bin/python train.py

# Both projects side by side; what the second says is shown when the first is done. Then, alone, what
# waits for real processes and real seconds. JOBS: how many processes share the tests of the bot.
test: setup
	@echo "== tests van de bot, en ernaast die van de taalservice =="
	@(cd nlu && .venv/bin/python -m pytest > .tests.log 2>&1) & nlu=$$!; \
	bot=0; .venv/bin/python -m pytest -m "not alone" -n $(or $(JOBS),2) --dist loadfile || bot=1; \
	echo "== tests van de taalservice =="; service=0; wait $$nlu || service=1; cat nlu/.tests.log; \
	echo "== tests met echte processen =="; .venv/bin/python -m pytest -m alone || bot=1; \
	test $$bot = 0 -a $$service = 0

check: $(BOT)
	.venv/bin/ruff check bot tests benchmarks nlu
	.venv/bin/ruff format --check bot tests benchmarks nlu
	.venv/bin/mypy bot
	.venv/bin/lint-imports
	.venv/bin/maatje flows check

bench-kill: setup
	.venv/bin/python -m benchmarks.kill

prove-handoff: $(BOT)
	MAATJE_PROVE=$(or $(RUNS),300) .venv/bin/python -m pytest tests/services/test_handoff_machine.py tests/services/test_handoff_machine_of_three.py

bench-claim: $(BOT)
	@.venv/bin/python -m benchmarks.claim

bench-handoff: $(BOT)
	.venv/bin/python -m benchmarks.handoff --write

bench-goals: $(BOT)
	.venv/bin/python -m benchmarks.goals --write

bench-redaction: $(BOT)
	@.venv/bin/python -m benchmarks.redaction

bench-nlu: $(NLU)
	@cd nlu && .venv/bin/python bench.py

nlu-report: setup
	@cd nlu && .venv/bin/python report.py $(if $(DIET),--diet,) $(if $(XSID),--xsid $(XSID),)

practice-report: $(NLU)
	@cd nlu && .venv/bin/python practice_report.py

nlu-curve: $(NLU)
	@cd nlu && .venv/bin/python curve.py

nlu-situations: setup
	@cd nlu && .venv/bin/python told.py

nlu-tune: setup
	@cd nlu && .venv/bin/python tune.py

lock: $(UV)
	$(UV) pip compile -q --generate-hashes --no-header --no-emit-index-url --python-version 3.11 --extra dev pyproject.toml -o requirements.lock
	cd nlu && $(UV) pip compile -q --generate-hashes --no-header --no-emit-index-url --python-version 3.10 pyproject.toml --extra test -o requirements.lock

$(UV):
	@echo "== uv klaarzetten =="
	@$(PYTHON) -m venv .uv && .uv/bin/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)

$(BOT): requirements.lock pyproject.toml | $(UV)
	@echo "== de bot klaarzetten (Python 3.11) =="
	@test -x .venv/bin/python || $(UV) venv -q --python 3.11 .venv
	@$(UV) pip sync --python .venv/bin/python --require-hashes requirements.lock
	@$(UV) pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
	@touch $@

$(NLU): nlu/requirements.lock nlu/.python-version | $(UV)
	@echo "== de taalservice klaarzetten (Python 3.10; de eerste keer een paar minuten) =="
	@cd nlu && { $(UV) python find 3.10 >/dev/null 2>&1 || $(UV) python install 3.10 >/dev/null 2>&1 || { echo "$(NO_PYTHON)"; exit 1; }; }
	@cd nlu && { test -x .venv/bin/python || $(UV) venv -q --python 3.10 .venv; }
	@cd nlu && $(UV) pip sync --python .venv/bin/python --require-hashes requirements.lock
	@touch $@

.PHONY: help demo run setup train test check prove-handoff bench-claim bench-kill bench-handoff bench-goals bench-redaction bench-nlu nlu-report practice-report nlu-curve nlu-situations nlu-tune lock
