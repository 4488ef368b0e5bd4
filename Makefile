# The gestures of the house. `make run` and `make test` set up everything they need in a fresh clone.
PYTHON ?= python3
PORT ?= 8501
STEP ?= ouvert
VENV := .venv
BIN := $(VENV)/bin
# What is served: the file CONCERTATION_DB, or that of CONCERTATION_DEPARTEMENT (23), or that of 71.
export CONCERTATION_DB CONCERTATION_DEPARTEMENT
# What Python compiled is kept, even where the environment asks otherwise: each of the hundred processes that a run of
# the tests starts would compile the product and its libraries again, which takes longer than what it does.
export PYTHONDONTWRITEBYTECODE :=
# Three on two cores, as a rehearsal waits for its browser; each file on one worker (it shares a server and a browser),
# the long rehearsals first.
TOGETHER := -n 3 --dist loadfile --no-loadscope-reorder
# Tests write thousands of small files, each forced to the disk: in memory where there is room.
MEMOIRE := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4000000 { print "/dev/shm" }')
suite complet unit mutants: export TMPDIR := $(or $(MEMOIRE),$(TMPDIR),/tmp)

.PHONY: run test suite complet bench parcours mutants departements matrice accessibilite soak sbom check-reference routes archive deploiement demo format lint types audit unit browser chromium lock clean

run: $(VENV)/.run
	$(BIN)/python -m data init --si-absent
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: $(VENV)/.dev chromium
	$(MAKE) --no-print-directory -j 3 lint types audit suite

suite: $(VENV)/.dev
	$(BIN)/python -m pytest -q $(TOGETHER) -m "not complet" tests

complet: $(VENV)/.dev chromium
	EXEMPLES=300 $(BIN)/python -m pytest -q $(TOGETHER) tests

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/bandit -q -c pyproject.toml -r app.py components data pages

audit: $(VENV)/.dev
	$(BIN)/python -m tests.audit

types: $(VENV)/.dev
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

unit: $(VENV)/.dev
	$(BIN)/python -m pytest -q $(TOGETHER) -m "not complet" tests --ignore tests/browser

browser: $(VENV)/.dev chromium
	$(BIN)/python -m pytest -q tests/browser

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench

parcours: $(VENV)/.dev chromium
	$(BIN)/python -m tests.parcours

mutants: $(VENV)/.dev
	$(BIN)/python -m tests.mutants $(PAQUETS)

departements: $(VENV)/.dev
	$(BIN)/python -m tests.departements

matrice: $(VENV)/.dev
	$(BIN)/python -m tests.matrice

accessibilite: $(VENV)/.dev chromium
	$(BIN)/python -m tests.accessibilite

soak: $(VENV)/.dev
	$(BIN)/python -m tests.endurance

sbom: $(VENV)/.dev
	$(BIN)/python -m tests.livraison

check-reference: $(VENV)/.dev
	$(BIN)/python -m tests.reference

routes: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet -r requirements-routes.txt "osmium>=4,<5"
	$(BIN)/python -m tests.routes

archive: $(VENV)/.run
	$(BIN)/python -m deploiement.archive --systeme linux
	$(BIN)/python -m deploiement.archive --systeme windows $(if $(EMBARQUABLE),--embarquable "$(EMBARQUABLE)")

deploiement: $(VENV)/.dev
	sh tests/deploiement/installer.sh $(BIN)/python
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tests.deploiement $(RECETTES)

chromium:
	@sh tests/browser/install_chromium.sh

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=24"

$(VENV)/.run: $(VENV)/bin/python requirements.txt
	@[ -f $(VENV)/.dev ] || $(BIN)/python -m pip install --quiet --no-compile -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python requirements.txt requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-compile -r requirements-dev.txt
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run
	$(BIN)/python -m data init --si-absent
	$(BIN)/python -m data demo --step $(STEP)
	$(BIN)/streamlit run app.py --server.port $(PORT)

lock: $(VENV)/.dev
	$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--output-file requirements-dev.txt requirements-dev.in
	$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--generate-hashes --constraint requirements-dev.txt --output-file requirements.lock requirements.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
