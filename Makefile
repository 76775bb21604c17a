# Two commands do everything on a fresh machine: make run, make test.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PROJECT ?=

.PHONY: run tour screenshots test test-full check lint bench clean

# The window with the sample project; make run PROJECT=my.annotator opens another.
run: $(STAMP)
	@if $(BIN)/python -c "import sys; from annotator.ui.system_check import has_display; sys.exit(not has_display())"; then \
		$(BIN)/annotator $(if $(PROJECT),"$(PROJECT)",--sample); \
	else \
		echo "There is no display here, so the tour runs offscreen instead: annotator tour"; \
		$(BIN)/annotator tour --output tour; \
	fi

tour: $(STAMP)
	$(BIN)/annotator tour --output tour

# The pictures of the README, taken anew so that they stay true.
screenshots: $(STAMP)
	$(BIN)/annotator tour --screenshots docs/images

test: $(STAMP)
	@$(BIN)/python -c "import sys; from annotator.ui.system_check import problem; text = problem(screen=False); sys.exit(text or 0)"
	$(BIN)/python -m pytest -m "not slow"

test-full: $(STAMP)
	$(BIN)/python -m pytest

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

bench: $(STAMP)
	$(BIN)/python benchmarks/bench.py

clean:
	rm -rf $(VENV) tour

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c "import sys; sys.exit(0 if sys.version_info >= (3, 11) else 'Python 3.11 or newer is needed; say which with: make $(MAKECMDGOALS) PYTHON=python3.11')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $(STAMP)
