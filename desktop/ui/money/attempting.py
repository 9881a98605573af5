"""A verb tried from a dialog that stays open: done, or the sentence of its refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.ui.office import Office


def attempt(office: Office, verb: Callable[..., Any], **told: Any) -> tuple[str, Any]:
    """("", its value) when the verb is done, else (why it was refused, None)."""
    heard: list[str] = []

    def hear(words: str, _tone: str) -> None:
        heard.append(words)

    office.told.connect(hear)
    done = office.do(verb, **told)
    office.told.disconnect(hear)
    if done is None:
        nothing = QCoreApplication.translate("envelopes", "Rien n’a été enregistré.")
        return (heard[-1] if heard else nothing), None
    return "", done.value
