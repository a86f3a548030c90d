# Two commands do everything on a machine with Python 3.11+ and make: `make demo` and `make test`.
PYTHON ?= python3
PORT ?= 8000
AWS_PORT ?= 4566
PERSONALIZE_PORT ?= 4599
DATA ?= sample
LIMIT ?= 20000
ENVIRONMENT ?= local
export PORT AWS_PORT PERSONALIZE_PORT DATA LIMIT ENVIRONMENT

UV_VERSION := 0.13.9
UV := .bootstrap/bin/uv
SHELL := /bin/bash
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/.bootstrap/bin:$(CURDIR)/node_modules/.bin:$(PATH)
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true
# Starting is twice as fast with compiled modules kept.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: install demo demo-check test test-fast lint style bench clean
.DELETE_ON_ERROR:

# $(call quietly,what is being done,command): one line on success, one line on failure.
define quietly
@mkdir -p .demo && printf '%s\n' "$(1)" && { $(2) ; } > .demo/install.log 2>&1 || \
  { printf '%s failed: %s (is the network there? the log is .demo/install.log)\n' "$(1)" "$$(grep -im 1 error .demo/install.log || tail -n 1 .demo/install.log)" >&2; exit 1; }
endef

demo: .venv/.demo .venv-local-aws/.demo .venv-local-glue/.demo node_modules/.demo
	@exec python -m newsroom demo

demo-check: .venv/.demo .venv-local-aws/.demo .venv-local-glue/.demo node_modules/.demo
	@exec python -m newsroom check

# What starts whole stacks waits more than it works: it runs beside all else, and its report comes last.
STACKS := tests/e2e tests/browser tests/integration/newsroom tests/integration/stepfunctions
test: lint
	@mkdir -p .demo; python -m pytest $(STACKS) --durations 12 > .demo/stacks.log 2>&1 & stacks=$$!; \
	  python -m pytest tests $(STACKS:%=--ignore=%) --durations 12; others=$$?; \
	  wait $$stacks; stacks=$$?; cat .demo/stacks.log; exit $$((others + stacks))

# The strictly typed part is checked beside the tests: each keeps one core busy.
test-fast: style
	@pyright newsrec lambdas app.py & types=$$!; python -m pytest tests/unit -m "not synth and not e2e and not browser"; tests=$$?; \
	  wait $$types && exit $$tests

lint: style
	@pyright

style: install
	@ruff check . && ruff format --check . && lint-imports --no-logo

bench: .venv/.test .venv-local-aws/.demo .venv-local-glue/.demo node_modules/.demo
	@python -m benchmarks

# Everything that the demo and the checks need.
install: .venv/.test .venv-local-aws/.demo .venv-local-glue/.demo node_modules/.test

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or newer is needed, and $(PYTHON) is $$($(PYTHON) --version 2>&1 | tail -n 1): name another with PYTHON=/path/to/python3" >&2; exit 1; }
	$(call quietly,Installing uv,$(PYTHON) -m venv .bootstrap && .bootstrap/bin/python -m pip install --quiet --retries 2 uv==$(UV_VERSION))

.venv/.demo: uv.lock pyproject.toml | $(UV)
	$(call quietly,Installing the Python packages,$(UV) sync --frozen --inexact --python .bootstrap/bin/python)
	@touch $@

.venv/.test: uv.lock pyproject.toml | $(UV)
	$(call quietly,Installing the Python packages for the checks,$(UV) sync --frozen --inexact --group checks --python .bootstrap/bin/python)
	@touch $@ .venv/.demo

.venv-local-aws/.demo: uv.lock pyproject.toml | $(UV)
	$(call quietly,Installing the local AWS,UV_PROJECT_ENVIRONMENT=.venv-local-aws $(UV) sync --frozen --only-group local-aws --python .bootstrap/bin/python)
	@touch $@

.venv-local-glue/.demo: uv.lock pyproject.toml | $(UV)
	$(call quietly,Installing Spark for the local AWS Glue,UV_PROJECT_ENVIRONMENT=.venv-local-glue $(UV) sync --frozen --only-group local-glue --python .bootstrap/bin/python)
	@touch $@

node_modules/.demo: package-lock.json .venv/.demo
	$(call quietly,Installing the CDK command line,npm ci --omit=dev --no-progress --fetch-retries 2)
	@touch $@

node_modules/.test: package-lock.json .venv/.test
	$(call quietly,Installing the tools of the checks,npm ci --no-progress --fetch-retries 2)
	@touch $@ node_modules/.demo

clean:
	rm -rf .bootstrap .venv .venv-local-aws .venv-local-glue .demo node_modules dist cdk.out .pytest_cache .ruff_cache .hypothesis
