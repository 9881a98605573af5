"""What a step is called: the template of its verb filled in, the deed under an undo or a redo."""

from __future__ import annotations

from typing import Any


def filled(template: str, arguments: dict[str, Any]) -> str:
    shown = {k: v for k, v in arguments.items() if isinstance(v, str | int)}
    return template.format_map(_Blank(shown))


def bare(label: str) -> str:
    """The deed itself, without "Annuler : " or "Rétablir : "."""
    return label.removeprefix("Annuler : ").removeprefix("Rétablir : ")


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"
