"""The tabs of the place « Obligations »: each is made when it is first shown, its room imported then."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.ui.office import Office
from desktop.ui.tabbed import Tab, TabKind


def tab_kinds() -> tuple[TabKind, ...]:
    """In the order of the row; a new tab adds its entry."""
    say = QCoreApplication.translate
    return (
        TabKind("data", say("duties", "&Données ouvertes"), "upload", _data),
        TabKind("statement", say("duties", "État &annexé"), "file-text", _statement),
        TabKind("themes", say("duties", "&Thèmes de l’État"), "table", _themes),
        TabKind("thresholds", say("duties", "&Seuils"), "scale", _thresholds),
    )


def _data(office: Office) -> Tab:
    from desktop.ui.duties.data_tab import DataTab

    return DataTab(office)


def _statement(office: Office) -> Tab:
    from desktop.ui.duties.statement_tab import StatementTab

    return StatementTab(office)


def _themes(office: Office) -> Tab:
    from desktop.ui.duties.themes_tab import ThemesTab

    return ThemesTab(office)


def _thresholds(office: Office) -> Tab:
    from desktop.ui.duties.thresholds_tab import ThresholdsTab

    return ThresholdsTab(office)
