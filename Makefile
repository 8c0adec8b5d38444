# The two commands of the README: `make run` and `make test`. Everything else is for those who work on the desk.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" pyproject.toml --extra build

# pytest rewrites each test module before it runs it: kept, that is done once, and not in every process of every run.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-slow test-server test-all check bench drills mutants lock clean snapshots test-snapshots test-browser words pictures keys man permissions schema house upgrade debug console run-dev

run: $(VENV)/.run
	$(BIN)/desk $(ARGS)

test: $(VENV)/.test
	$(PYTEST) -m "not slow" $(ARGS)

# What `make test` leaves out: the marks in the tests say what, CONTRIBUTING.md why.
test-slow: $(VENV)/.test
	$(PYTEST) -m slow $(ARGS)

# The store's tests on PostgreSQL, on a server of their own: its programs have to be installed.
test-server: $(VENV)/.test
	$(PYTEST) -m "server and not in_file and not slow" tests/unit tests/pilot/test_server_lost.py --on-server $(ARGS)

test-all: test test-slow test-server

# What the continuous integration asks for beyond the tests.
check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.bench
	$(BIN)/python -m bench $(ARGS)

# What takes too long for every test run: a million deadlines counted twice, imports killed at any moment, two minutes of anything that a
# terminal can send, twenty times. ARGS="fuzz 7" runs one of them.
drills: $(VENV)/.test
	$(BIN)/python -m tests.drills $(ARGS)

# The demo's desk with the fault handler and asyncio's debug mode: what they say goes into a file, since the screen has no room for it.
debug: $(VENV)/.run
	$(BIN)/python -m tests.debugging build/debug.log demo $(ARGS)

# Textual's console, which shows what a desk started by `make run-dev` in another terminal prints and logs.
console: $(VENV)/.dev
	$(BIN)/textual console $(ARGS)

run-dev: $(VENV)/.dev
	$(BIN)/textual run --dev -c $(BIN)/desk demo $(ARGS)

# What the tests notice when the code is changed, in a copy of what is committed: hours. ARGS="text drafts" takes these parts alone.
# docs/mutants.md. The modules are compiled beforehand, as a cosmic-ray that writes no .pyc would have it done for every mutant.
mutants: $(VENV)/.mutants
	rm -rf build/mutants && git clone --quiet . build/mutants
	cd build/mutants && export PATH="$(abspath $(BIN)):$$PATH" && pybabel --quiet compile -D desk -d desk/locale && \
	  python -m compileall -q --invalidation-mode checked-hash desk && python -m tests.mutants $(ARGS)

# A job of their own: a new version of Textual may redraw every one of them.
test-snapshots: $(VENV)/.test
	$(BIN)/python -m pytest tests/snapshots -n auto $(ARGS)

# The published page in Chromium, which is installed where it is missing.
test-browser: $(VENV)/.browser
	tests/browser/install.sh
	$(BIN)/python -m pytest tests/browser $(ARGS)

# Look at the changed pictures before committing them.
snapshots: $(VENV)/.test
	$(BIN)/python -m pytest tests/snapshots --snapshot-update

# The README's pictures, from the demo's day.
pictures: $(VENV)/.test
	$(BIN)/python docs/pictures.py

# The page of keys, from the registry; a test compares.
keys: $(VENV)/.test
	$(BIN)/python docs/keys.py

# The page of permissions, from the code; a test compares.
man: $(VENV)/.test
	$(BIN)/python -m docs.man

permissions: $(VENV)/.test
	$(BIN)/python -m docs.permissions

# Figures of the code's structure.
house: $(VENV)/.test
	$(BIN)/python tests/house.py

# The filled fixture of the newest schema, for a release that has a migration.
schema: $(VENV)/.test
	$(BIN)/python -m tests.schemas

# Collects the messages of the code into the catalogues, and compiles them; a test fails where one lacks a translation.
words: $(VENV)/.test
	$(BIN)/pybabel --quiet extract --no-location --no-wrap -k N_ -o desk/locale/desk.pot desk
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date \
	  -D desk -d desk/locale -i desk/locale/desk.pot
	rm desk/locale/desk.pot
	$(BIN)/pybabel --quiet compile -D desk -d desk/locale

# The lock files with the newest versions that pyproject.toml allows: run the tests, bench and drills before committing them.
upgrade: LOCK += --upgrade
upgrade: lock

lock: $(VENV)/.run
	$(BIN)/pip install --quiet uv
	$(LOCK) --output-file requirements/run.txt
	$(LOCK) --extra postgres --output-file requirements/postgres.txt
	$(LOCK) --extra keyring --output-file requirements/keyring.txt
	$(LOCK) --extra postgres --extra keyring --extra test --output-file requirements/test.txt
	$(LOCK) --extra postgres --extra keyring --extra test --extra browser --output-file requirements/browser.txt
	$(LOCK) --extra postgres --extra keyring --extra test --extra bench --output-file requirements/bench.txt
	$(LOCK) --extra postgres --extra keyring --extra test --extra mutants --output-file requirements/mutants.txt
	$(LOCK) --extra dev --output-file requirements/dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "desk needs Python 3.11 or later: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "This Python cannot make a virtual environment: install its venv package (Debian: apt install python3-venv)."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.%: requirements/%.txt pyproject.toml $(wildcard desk/locale/*/LC_MESSAGES/*.po) | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@
