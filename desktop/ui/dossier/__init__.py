"""The dossier screen: an application read, annotated, proposed and decided, the hands on the keyboard."""

from desktop.ui.dossier.screen import DossierView

__all__ = ["DossierView"]
