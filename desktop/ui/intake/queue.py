"""The files that wait to be imported, one after the other, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from desktop.ui.intake.values import say

State = Literal["waiting", "open", "unreadable", "imported", "undone"]
TONES = {"waiting": "neutral", "open": "accent", "unreadable": "bad", "imported": "good", "undone": "warn"}


@dataclass(slots=True)
class Entry:
    """One file of the queue; `sentence` says what is wrong with it, or what came of it."""

    path: Path
    state: State = "waiting"
    sentence: str = ""
    to_key_in: bool = False  # a person can type it looking at its pages


@dataclass(slots=True)
class Queue:
    """In the order they were chosen; a file waits once only."""

    entries: list[Entry] = field(default_factory=list)

    def add(self, paths: list[Path]) -> None:
        """Put files at the end. One that was read before may come again: it may have changed since."""
        here = {entry.path for entry in self.entries if entry.state in ("waiting", "open")}
        for path in dict.fromkeys(paths):
            if path not in here:
                self.entries = [entry for entry in self.entries if entry.path != path]
                self.entries.append(Entry(path))

    def remove(self, entry: Entry) -> None:
        self.entries.remove(entry)

    def next(self) -> Entry | None:
        """The one that is open, else the first that waits."""
        for state in ("open", "waiting"):
            for entry in self.entries:
                if entry.state == state:
                    return entry
        return None

    def waiting(self) -> int:
        return sum(entry.state == "waiting" for entry in self.entries)


def state_words(state: State) -> str:
    return {
        "waiting": say("En attente"),
        "open": say("En cours"),
        "unreadable": say("Refusé"),
        "imported": say("Importé"),
        "undone": say("Import annulé"),
    }[state]
