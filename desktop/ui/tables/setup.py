"""How a table view becomes a calm list: no grid, no editing, rows of one height, headers to click."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.ui.tables.paint import COMPACT, TALL
from desktop.ui.tables.row import NARROW, WIDTHS, Column
from desktop.ui.theme import font


def set_up(view: QTableView) -> None:
    """Set `view` and its headers up; its model is already there."""
    view.setShowGrid(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setTabKeyNavigation(False)  # Tab leaves the list, as in every other field
    view.setWordWrap(False)
    view.viewport().setMouseTracking(True)
    view.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
    side = view.verticalHeader()
    side.hide()
    side.setMinimumSectionSize(COMPACT)
    side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    side.setDefaultSectionSize(TALL)
    header = view.horizontalHeader()
    header.setFont(font(12))
    header.setSectionsClickable(True)
    header.setHighlightSections(False)
    header.setMinimumSectionSize(44)
    header.setStretchLastSection(True)
    for column, width in enumerate(WIDTHS):
        view.setColumnWidth(column, width)


_ROOMY = 420  # of the applicant's column: wider, the eye loses the line


def fit(view: QTableView) -> None:
    """Share the width of `view` out: the applicant takes what is left; on a small screen the columns become
    narrow, then the quarter goes to the second line of the applicant."""
    room = view.viewport().width()
    widths = WIDTHS if room >= sum(WIDTHS) - 60 else NARROW
    spare = room - sum(widths)
    view.setColumnHidden(Column.QUARTERS, spare < 0 and widths is NARROW)
    if view.isColumnHidden(Column.QUARTERS):
        spare += widths[Column.QUARTERS]
    for column, width in enumerate(widths[:-1]):
        if column == Column.APPLICANT:
            width = max(NARROW[column], min(_ROOMY, width + spare))
        if not view.isColumnHidden(column):
            view.setColumnWidth(column, width)
