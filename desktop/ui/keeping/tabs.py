"""The tabs of the place « Archives »: each is made when it is first shown, its room imported then."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.ui.money.tabs import MoneyTab as KeepingTab
from desktop.ui.money.tabs import TabKind
from desktop.ui.office import Office

__all__ = ["KeepingTab", "TabKind", "tab_kinds"]


def tab_kinds() -> tuple[TabKind, ...]:
    """In the order of the row; a new tab adds its entry."""
    say = QCoreApplication.translate
    return (
        TabKind("retention", say("keeping", "&Conservation"), "clock", _retention),
        TabKind("lists", say("keeping", "Élimina&tions"), "trash-2", _lists),
        TabKind("year", say("keeping", "Archive d’une a&nnée"), "folder-down", _year),
        TabKind("persons", say("keeping", "Personne&s"), "user", _persons),
        TabKind("scans", say("keeping", "Papiers n&umérisés"), "files", _scans),
    )


def _retention(office: Office) -> KeepingTab:
    from desktop.ui.keeping.retention_tab import RetentionTab

    return RetentionTab(office)


def _lists(office: Office) -> KeepingTab:
    from desktop.ui.keeping.lists_tab import ListsTab

    return ListsTab(office)


def _year(office: Office) -> KeepingTab:
    from desktop.ui.keeping.year_tab import YearTab

    return YearTab(office)


def _persons(office: Office) -> KeepingTab:
    from desktop.ui.keeping.persons_tab import PersonsTab

    return PersonsTab(office)


def _scans(office: Office) -> KeepingTab:
    from desktop.ui.scans.tab import ScansTab

    return ScansTab(office)
