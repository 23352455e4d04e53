# make run    answer one sample question, then start the bot
# make test   run every test
# make test-cluster  the tests that need an OpenSearch of three nodes, started with Java and Maven or at CLUSTER_TEST_URL
# make test-long  the same, with a thousand examples of every property
# make check  lint, types and import contracts
# make bench-quality  measure question sets whole and alone, beside other recipes and an earlier version (SETS="folder …")
# make bench-telegram  updates answered a second, against bare echo bots
# make bench-replicas  updates answered a second by one, two and four processes on one PostgreSQL
# make bench-crowd    what a group of 45 sees that asks 230 questions at once
# make bench-web      answers a second in the browser's door, and how soon a real browser shows one
# make bench-scale    from a thousand passages to an archive, beside other engines (SIZES="1000 10000 …")
# make bench-cluster  a cluster's answers beside its own times, and how fast it takes passages (SIZES="100000 1000000")
# make fuzz         hand the doors 100,000 things that a stranger could send (CASES=n SEED=n)
# make chaos        kill the bot, cut it off and lie to it while a crowd asks (KILLS=n QUESTIONS=n ADDITIONS=n CHATS=n SEED=n);
#                   with REPLICAS=3 kill one of so many after the other (WEBHOOK=1)
# make screenshots    take the README's pictures anew
# make meanings       make the word vectors anew, from a model and a dictionary that packages ship
# make weights        learn the weights from the tuning sets (SETS="folder …")
.PHONY: run test test-cluster test-long check bench-quality bench-telegram bench-replicas bench-crowd bench-web bench-scale bench-cluster fuzz chaos screenshots meanings weights clean help
.DEFAULT_GOAL := help

# The first Python of at least 3.11 that can make a virtual environment.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or newer with venv found; install one (on Debian: apt-get install python3 python3-venv)" >&2; exit 2; }
	@$(PYTHON) -m venv .venv

.venv/.run: $(BIN)/python pyproject.toml
	@echo "Installing Zhaiyin into .venv (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/.dev: $(BIN)/python pyproject.toml
	@echo "Installing Zhaiyin and its test tools into .venv (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	@touch $@ .venv/.run

.venv/.bench: $(BIN)/python pyproject.toml
	@echo "Installing Zhaiyin and what its bench needs into .venv (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[bench]"
	@touch $@ .venv/.run

run: .venv/.run
	@$(BIN)/zhaiyin ask "三个率先是什么"
	@$(BIN)/zhaiyin run

test: .venv/.dev
	@$(BIN)/python -m pytest

# one process: its nodes are three more
test-cluster: .venv/.dev
	@$(BIN)/python -m pytest -m cluster -n 0

test-long: .venv/.dev
	@ZHAIYIN_HYPOTHESIS=long $(BIN)/python -m pytest

check: .venv/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench-scale: .venv/.dev .venv/.bench
	@$(BIN)/python -m bench.scale $(if $(SIZES),--sizes $(SIZES)) --plot bench/pictures/scale.svg

bench-cluster: .venv/.dev
	@PYTHONPATH=tests $(BIN)/python -m bench.cluster $(if $(SIZES),--sizes $(SIZES)) $(if $(JSON),--json $(JSON))

bench-quality: .venv/.run
	@$(BIN)/python -m bench.quality $(SETS)

bench-telegram: .venv/.dev
	@$(BIN)/python -m bench.telegram

bench-replicas: .venv/.dev
	@PYTHONPATH=tests $(BIN)/python -m bench.replicas

bench-crowd: .venv/.dev
	@PYTHONPATH=tests $(BIN)/python -m bench.crowd

bench-web: .venv/.dev
	@$(BIN)/python -m bench.web

fuzz: .venv/.dev
	@$(BIN)/python -m bench.fuzz $(if $(CASES),--cases $(CASES)) $(if $(SEED),--seed $(SEED))

chaos: .venv/.dev
	@PYTHONPATH=tests $(BIN)/python -m bench.chaos $(if $(KILLS),--kills $(KILLS)) $(if $(QUESTIONS),--questions $(QUESTIONS)) \
		$(if $(ADDITIONS),--additions $(ADDITIONS)) $(if $(CHATS),--chats $(CHATS)) $(if $(SEED),--seed $(SEED)) \
		$(if $(REPLICAS),--replicas $(REPLICAS)) $(if $(WEBHOOK),--webhook)

screenshots: .venv/.dev .venv/.bench
	@PYTHONPATH=tests $(BIN)/python -m bench.screenshots

meanings: .venv/.bench
	@$(BIN)/python -m bench.meanings

weights: .venv/.bench
	@$(BIN)/python -m bench.train_weights $(SETS)

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build
