"""`python -m pipeline` is the command `trichyeu`."""

from pipeline.cli import run

run()
