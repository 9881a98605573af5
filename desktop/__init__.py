"""Parvis: offline instruction of grant applications of a contrat de ville."""

VERSION = "0.1.0"  # as in pyproject.toml, which no installed program has: tests/test_lock.py compares them
