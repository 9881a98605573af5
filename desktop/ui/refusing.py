"""A work that refuses: its French sentence is what the runner tells."""

from __future__ import annotations


class Refusal(Exception):
    """Raised in the worker in place of a ValueError of the verbs."""

    @property
    def sentence(self) -> str:
        return str(self)
