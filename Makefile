# Two commands matter: `make run` (a session in your browser) and `make test` (everything). The rest is for every day.
.DEFAULT_GOAL := run
SHELL := /bin/bash
export PATH := $(CURDIR)/.venv/bin:$(PATH)
CHECKED := src tests e2e bench scripts

.PHONY: run test check fix wire lock e2e bench screenshots doctor clean

run: ## Install what is missing, then a demo center on http://localhost:8000. ARGS="--public-address 192.168.1.5" for a LAN.
	@scripts/setup.sh run
	@exec .venv/bin/deskside demo $(ARGS)

test: ## Everything: checks, Python and web tests, real browsers. Installs a browser and PostgreSQL if there are none.
	@scripts/setup.sh test
	@scripts/static-checks.sh
	pytest tests -n 2 --dist worksteal
	pytest e2e

check: ## Format, lint, types, contracts, unit tests, web checks, generated files current; under 90 s.
	@scripts/setup.sh check
	@scripts/static-checks.sh
	pytest tests -n 2 -m "not engine and not postgres and not s3 and not slow"

fix: ## Format and mend what can be mended by machine, and write the generated files anew.
	@scripts/setup.sh check
	ruff check --fix-only --quiet $(CHECKED)
	ruff format --quiet $(CHECKED)
	npm --prefix web run fix
	deskside wire

wire: ## Write the generated files: web/src/wire and docs/settings.md.
	@scripts/setup.sh check
	deskside wire

lock: ## Newest versions that fit pyproject.toml into the hashed locks.
	@scripts/setup.sh check
	scripts/lock.sh

e2e: ## Only the tests in real browsers. ARGS="-k lanes" for some of them.
	@scripts/setup.sh test
	pytest e2e $(ARGS)

BENCHES ?= engine_capacity join cut toggle crash page_weight lessons desk budget uplink downlink moved staying lossy recorder relay returning school speech stored erasure
bench: ## Measure; figures go to bench/RESULTS.md. BENCHES="name …" for some of them.
	@scripts/setup.sh test
	set -e; for name in $(BENCHES); do python -m bench.$$name $(ARGS); done

screenshots: ## Draw docs/images anew from a real session.
	@scripts/setup.sh test
	python -m e2e.screenshots

doctor: ## What is missing or wrong on this machine, and how to mend it.
	@scripts/setup.sh run
	@deskside doctor $(ARGS)

clean: ## Remove what was built and installed here; var/ (the data) and the engine in the cache stay.
	rm -rf .venv web/node_modules src/deskside/web
