"""The problems of a file, blocking or to be checked: row, field, value and what will be done."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.rules.folding import fold
from desktop.ui.fields import SearchField, StageChips
from desktop.ui.intake.parts import Notice
from desktop.ui.intake.rows import Line, Rows, one_line
from desktop.ui.tongue import plural

_NAMED = 8  # rows named in full of one problem


class ProblemList(QWidget):
    """Filtered by level and by words; the chosen one is told in full below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.levels = StageChips()
        self.levels.chosen.connect(lambda _codes: self._show())
        self.search = SearchField(self.tr("Chercher dans les problèmes"))
        self.search.setFixedWidth(320)
        self.search.typed.connect(lambda _words: self._show())
        self.rows = Rows(
            self.tr("Problèmes du fichier"),
            [
                (self.tr("Gravité"), 120),
                (self.tr("Ligne"), 190),
                (self.tr("Champ"), 180),
                (self.tr("Valeur"), 190),
                (self.tr("Ce qui sera fait"), 0),
            ],
        )
        self.rows.picked.connect(self._tell)
        self.detail = Notice()
        self._problems: list[dict[str, Any]] = []
        self._of_rows = False
        line = QHBoxLayout()
        line.addWidget(self.levels, 1)
        line.addWidget(self.search)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(line)
        whole.addWidget(self.rows, 1)
        whole.addWidget(self.detail)

    def show_problems(self, problems: list[dict[str, Any]], *, rows: bool = False) -> None:
        """Show the problems of a report, blocking ones first; `rows`: they are of rows, not of dossiers."""
        self._of_rows = rows
        self._problems = sorted(problems, key=lambda problem: problem["level"] != "error")
        blocking = sum(problem["level"] == "error" for problem in problems)
        self.levels.set_chips(
            [
                ("error", self.tr("Bloquants"), blocking),
                ("warning", self.tr("À vérifier"), len(problems) - blocking),
            ]
        )
        self.levels.choose([])
        self.search.clear()
        self._show()

    def _show(self) -> None:
        levels, wanted = self.levels.codes(), fold(self.search.text())
        self.rows.show_lines([
            _line(self, problem)
            for problem in _gathered(self._problems)
            if (not levels or problem["level"] in levels)
            and wanted in fold(" ".join(str(words) for words in problem.values()))
        ])  # fmt: skip

    def _tell(self, problem: dict[str, Any] | None) -> None:
        if problem is None:
            said = self.tr("Aucun problème ne répond à ce filtre.") if self._problems else ""
            self.detail.tell(
                said or self.tr("Aucun problème\u00a0: tout le fichier peut être repris."), "good"
            )
            return
        blocking = problem["level"] == "error"
        start = self.tr("Ce dossier ne sera pas importé.") if blocking else self.tr("Le dossier est repris.")
        if self._of_rows:
            start = "" if blocking else self.tr("La ligne est reprise.")
        told = [problem["row"], *problem["also"]][:_NAMED]
        rows = ", ".join(told) + ("…" if len(problem["also"]) >= _NAMED else "")
        where = " · ".join(part for part in (rows, problem["field"], problem["value"]) if part)
        self.detail.tell(f"{where}\n{problem['message']} {start}".rstrip(), "bad" if blocking else "warn")


def _gathered(problems: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One line for what is said of several rows in the same words; `also` are the other rows."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for problem in problems:
        said = tuple(problem[part] for part in ("level", "field", "value", "message"))
        first = found.setdefault(said, {**problem, "also": []})
        if first["row"] != problem["row"]:
            first["also"].append(problem["row"])
    return list(found.values())


def _line(widget: QWidget, problem: dict[str, Any]) -> Line:
    blocking = problem["level"] == "error"
    level = widget.tr("Bloquant") if blocking else widget.tr("À vérifier")
    row = problem["row"]
    if problem["also"]:
        others = len(problem["also"])
        row = widget.tr("{0} et {1} {2}").format(row, others, plural(others, "autre"))
    cells = (level, row, problem["field"], problem["value"], problem["message"])
    return Line(tuple(one_line(str(cell)) for cell in cells), "bad" if blocking else "warn", problem)
