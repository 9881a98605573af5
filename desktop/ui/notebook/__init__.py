"""The notebook of a dossier: its notes by challenge, written and corrected in place."""

from desktop.ui.notebook.panel import Notebook
from desktop.ui.notebook.rows import Choice, Note

__all__ = ["Choice", "Note", "Notebook"]
