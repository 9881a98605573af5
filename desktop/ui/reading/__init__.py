"""The application read as a document, with the passages that were annotated."""

from desktop.ui.reading.parts import (
    BudgetLine,
    BudgetPart,
    Document,
    FieldRow,
    FieldsPart,
    Highlight,
    TextPart,
)
from desktop.ui.reading.view import ReadingView

__all__ = [
    "BudgetLine",
    "BudgetPart",
    "Document",
    "FieldRow",
    "FieldsPart",
    "Highlight",
    "ReadingView",
    "TextPart",
]
