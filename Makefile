# Takehold. `make help` lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
# The first Python that really starts and is 3.12 or newer.
FIND_PYTHON = for p in $(PYTHON) python3.13 python3.14 python3.12 python3 $$HOME/.pyenv/versions/3.1[2-9]*/bin/python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && { echo "$$p"; break; }; done
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help env demo notebooks lessons test test-long test-all lint wasm page wheel bench slurm-test patterns odd pages readme lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

env: .venv/.default ## make the environment in .venv from the lock file

.venv/.default: requirements.lock pyproject.toml
	@python=$$($(FIND_PYTHON)); test -n "$$python" || { echo "Takehold needs Python 3.12 or newer; set PYTHON=/path/to/python3"; exit 1; }; \
	echo "Making .venv with $$("$$python" --version)"; "$$python" -m venv .venv
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.default requirements-dev.lock
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

demo: env ## run the five units with 200 runs each: the table study | model, and the picture
	@mkdir -p results
	@MPLBACKEND=Agg $(BIN)/takehold run all --runs 200 --plot results/five-units.png

notebooks: .venv/.dev ## open the lessons in the browser
	@$(BIN)/jupyter lab notebooks

lessons: .venv/.dev ## run the lessons and store in them what their cells show
	@$(BIN)/python tests/stored_lessons.py

test: .venv/.dev ## run the tests, without the long statistical ones; says which were left out and why
	@$(BIN)/python -m pytest -rs -n auto --dist loadfile -m "not slow"

test-long: .venv/.dev ## run the long statistical tests, too, as CI does
	@$(BIN)/python -m pytest -rs -n auto --dist loadfile -m "not rare"

test-all: .venv/.dev ## run all tests, even those that take minutes and that CI leaves out
	@$(BIN)/python -m pytest -rs -n auto --dist loadfile

lint: .venv/.dev ## style, types, direction of imports, generated texts
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m sim.cli.odd --check
	@$(BIN)/python -m sim.webassembly.description --check
	@$(BIN)/python -m sim.lab.sets --check

wasm: .venv/.dev ## compile the week for WebAssembly, and describe it for pages: kernel.wasm and takehold.json
	@$(BIN)/python -m sim.webassembly.build
	@$(BIN)/python -m sim.webassembly.description

page: ## make the page of the lab from its sources, with Node: sim/lab/lab.html
	@cd sim/lab/page && npm ci --silent --no-audit --no-fund && npm run --silent types && npm run --silent build

wheel: .venv/.dev ## build the wheel and the sdist, into dist/
	@$(BIN)/python -m build --no-isolation --outdir dist .

patterns: env ## hold the model against the patterns of the study
	@$(BIN)/takehold patterns

bench: .venv/.dev ## what a run, a command and a study cost, as ratios: engines, cores, writing, memory, pairing; and how often intervals and decisions hold
	@for what in mesa_cost engines shares contexts studies pairing lab_page intervals_hold decisions ranks many_units; do PYTHONPATH=. $(BIN)/python -W ignore tests/benchmarks/$$what.py; echo; done

slurm-test: .venv/.dev ## studies on a real Slurm of one node, where its packages install
	@.ci/slurm-test

odd: env ## write the generated parts of docs/ODD.md
	@$(BIN)/python -m sim.cli.odd

pages: .venv/.dev ## write the outputs that README.md and docs/ show anew
	@$(BIN)/python tests/pages.py --measure

readme: pages

lock: .venv/.dev ## pin all versions anew, with hashes
	@$(INSTALL) uv
	@for extra in "" "-dev"; do $(BIN)/uv pip compile --quiet --no-header --no-annotate --universal --python-version 3.12 --upgrade \
		--generate-hashes --no-emit-index-url --no-emit-find-links --extra build $${extra:+--extra dev --extra cluster --extra notebooks -c requirements.lock} \
		pyproject.toml -o requirements$$extra.lock; done

clean: ## remove the environment and everything made
	rm -rf .venv build dist results/five-units.png
