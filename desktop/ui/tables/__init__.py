"""The fast list of dossiers: windows of rows, painted a whole row at a time."""

from desktop.ui.tables.dossiers import DossierList
from desktop.ui.tables.row import Column, Row

__all__ = ["Column", "DossierList", "Row"]
