# Everything a developer does. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help run stop train test conversations check-data lint format types test-core golden widget bench bench-nlu bench-search bench-mood nlu-report e2e services nightly

UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo .tools/bin/uv)
PY := .venv/bin/python
export RASA_TELEMETRY_ENABLED = false
export SQLALCHEMY_SILENCE_UBER_WARNING = 1
export TF_CPP_MIN_LOG_LEVEL = 3
RASA := $(PY) -m components.launch

help: ## show this help
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.ready ## install, train if needed, and open the shop
	@$(PY) -m floorwalker train && exec $(PY) -m floorwalker up

train: .venv/.ready ## train the assistant if its data have changed
	@$(PY) -m floorwalker train

test: .venv/.ready train ## every test: unit, contract, SQL, races, property, rasa test, conversations
	$(PY) -m pytest tests --ignore=tests/e2e --ignore=tests/conversations
	$(RASA) test core --stories tests --fail-on-prediction-errors --model models/floorwalker.tar.gz --out results
	$(PY) -m pytest tests/conversations

conversations: .venv/.ready train ## executed conversations; ONLY=folder/name for one
	$(PY) -m pytest tests/conversations $(if $(ONLY),--only $(ONLY))

check-data: .venv/.ready ## rasa data validate; examples in two intents, too few, or both trained and tested
	$(PY) -m components.check_examples
	$(RASA) data validate

e2e: .venv/.ready train ## the whole shop in a browser and through the command line
	$(PY) -m pytest tests/e2e

services: .venv/.ready train ## conversations and e2e on PostgreSQL, Redis and two Rasa workers (TEST_DATABASE_URL, TEST_REDIS_URL)
	STACK=postgres $(PY) -m pytest tests/conversations --only happy
	STACK=postgres $(PY) -m pytest tests/e2e/test_when_things_break.py

test-core: ## core and web on CPython 3.13 with SQLAlchemy 2
	UV_PROJECT_ENVIRONMENT=.venv-3.13 $(UV) sync --locked --quiet --python 3.13
	PAYMENT_CASES=20 .venv-3.13/bin/python -m pytest tests/unit tests/contract tests/sql tests/races tests/property tests/directed

lint: .venv/.ready ## ruff
	$(PY) -m ruff check .

format: .venv/.ready ## sort imports and mend what ruff can
	$(PY) -m ruff check --fix .

types: .venv/.ready ## mypy, strict
	$(PY) -m mypy floorwalker actions channels components web

widget: ## build the chat widget's committed bundle (needs npm)
	cd web/widget && npm ci --ignore-scripts --no-audit --no-fund && npm run build

bench: .venv/.ready train ## measure; writes the tables of docs/benchmarks.md to the screen
	$(PY) -m benchmarks

bench-nlu: .venv/.ready train ## measure understanding, beside Rasa's default pipeline trained on the same lines
	$(PY) -m benchmarks.nlu

bench-mood: .venv/.ready ## who has had enough: the rule beside VADER alone, on rated dialogues and on 200 lines of shop chat
	$(PY) -m benchmarks.mood

nlu-report: .venv/.ready train ## the designer's page: confusions, weak intents, what real messages were not understood
	$(PY) -m components.report_page

bench-search: .venv/.ready ## search on a judged collection (SEARCH_DATA names its folder); the tables of docs/benchmarks.md
	$(PY) -m benchmarks.search

nightly: .venv/.ready train ## long runs: the property machines with many more cases, a thousand races, a hundred walks
	HYPOTHESIS_PROFILE=nightly $(PY) -m pytest tests/property
	HANDOFF_TRIES=1000 $(PY) -m pytest tests/races/test_handoff.py
	WALKS=100 $(PY) -m pytest tests/conversations/test_walks.py

.tools/bin/uv:
	@echo "Getting uv …"
	@python3 -m venv .tools && .tools/bin/pip install --quiet --disable-pip-version-check uv

.venv/.ready: pyproject.toml uv.lock | $(filter .tools/bin/uv,$(UV))
	@echo "Installing from the lock (the first time about 3 GB) …"
	@$(UV) sync --locked --quiet --all-extras --python 3.10 && touch $@
