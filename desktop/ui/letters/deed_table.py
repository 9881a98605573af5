"""What each action of the letters screen does, and with which letters it may be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.ui.letters.entry import APPROVE, PRINTED, Entry

if TYPE_CHECKING:
    from desktop.ui.letters.screen import LettersScreen

# Under the mouse: groups of actions, by name.
MENU = (
    ("tick", "edit", "regenerate", "duplicate"),
    ("approve", "send_back", "ask", "unask"),
    ("dossier", "withdraw"),
)


def deeds_of(screen: LettersScreen) -> dict[str, Callable[[], object]]:
    """By the names of desktop.ui.letters.keys."""
    deeds, model, rows = screen.deeds, screen.model, screen.list
    return {
        "prepare": deeds.prepare,
        "print": screen.print_letters,
        "export": screen.export_letters,
        "edit": screen.edit_letter,
        "regenerate": lambda: screen.with_row(deeds.regenerate),
        "duplicate": lambda: screen.with_row(deeds.duplicate),
        "withdraw": lambda: screen.with_row(deeds.withdraw),
        "dossier": screen.open_dossier,
        "tick": lambda: model.toggle(rows.currentIndex().row()) if rows.current() else None,
        "tick_all": lambda: model.tick_all(True),
        "tick_none": lambda: model.tick_all(False),
        **_second_look(screen),
        "register": lambda: screen.office.place_wanted.emit("register"),
    }


def _second_look(screen: LettersScreen) -> dict[str, Callable[[], object]]:
    look, model = screen.second_look, screen.model
    return {
        "approve": lambda: screen.with_entry(look.approve_one),
        "send_back": lambda: screen.with_entry(look.send_back),
        "ask": lambda: screen.with_entry(look.ask_one),
        "unask": lambda: screen.with_entry(look.unask),
        "approve_all": lambda: look.approve_all(model.entries()),
        "ask_all": lambda: look.ask_all(model.entries()),
        "to_approve": lambda: screen.choose_chip(APPROVE),
        "signed": screen.signed.choose,
    }


def may_of(entry: Entry | None) -> dict[str, bool]:
    """Which actions make sense with the letter chosen."""
    printed = entry is not None and entry.state == PRINTED
    waits = entry is not None and not printed
    may = dict.fromkeys(("edit", "withdraw", "tick", "ask", "approve", "send_back"), waits)
    may["regenerate"] = bool(entry and entry.row.edited and not printed)
    may["unask"] = bool(entry and entry.row.approval and not printed)
    return may | {"duplicate": printed, "dossier": entry is not None}
