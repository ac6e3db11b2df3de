"""Trained models. They are installed with the package, and each has its card in `models/README.md`."""
