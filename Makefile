# make demo: install what is needed, run on the project's own sample notices.
# make test: install what is needed, run the whole test suite.

.PHONY: setup demo test test-slow notebooks check lock clean

setup:
	@bash install.sh

demo: setup
	@.venv/bin/trichyeu extract corpus/samples --out out/demo --format table
	@echo "Records written to out/demo, one JSON file a document; see one with: .venv/bin/trichyeu show corpus/samples/FILE"

test: setup
	@.venv/bin/python -m pytest

# The tests that take longer.
test-slow: setup
	@.venv/bin/python -m pytest -m slow

# The notebooks, each run from its first cell to its last.
notebooks: setup
	@.venv/bin/python -m pytest --nbmake notebooks -p no:cacheprovider

# What a commit must pass besides the tests.
check: setup
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy

# After a change of the dependencies in pyproject.toml.
lock: setup
	@.venv/bin/uv pip compile pyproject.toml --all-extras --group dev --generate-hashes --no-emit-index-url \
	  --python-version 3.11 --universal --quiet --output-file requirements.lock

clean:
	@rm -rf .venv out
