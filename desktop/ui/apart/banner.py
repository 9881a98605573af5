"""Over a dossier that two places wrote differently: the values proposed, and the way to settle them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.queries.apart import disputed_in
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice
from desktop.ui.office import Office
from desktop.ui.tongue import plural

_MOST, _LONG = 3, 60  # fields told, letters of a value


class DisputeBanner(Notice):
    """Hidden while nothing disagrees."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self.settle = Button(self.tr("&Trancher"), "git-merge")
        self.settle.clicked.connect(lambda: office.place_wanted.emit("apart"))
        self.line.addWidget(self.settle)

    def show_dossier(self, key: bytes) -> None:
        """Say what disagrees in this dossier; one count when nothing does."""
        if not disputed_in(self._office.reader, key):
            self.tell("")
            return
        from desktop.flow.apart import disputes  # SQLAlchemy comes with it: not before something disagrees

        found = disputes(self._office.reader, self._office.author, dossier=key)
        told = []
        for each in found[:_MOST]:
            values = (side.words[:_LONG] + ("…" if len(side.words) > _LONG else "") for side in each.sides)
            who = [f"{value} ({side.who})" for value, side in zip(values, each.sides, strict=True)]
            told.append(f"{each.label}\u00a0: {self.tr(' ou ').join(who)}")
        if len(found) > _MOST:
            left = len(found) - _MOST
            told.append(self.tr("et {0} {1}").format(left, plural(left, self.tr("autre"))))
        head = self.tr("Écrit différemment à deux endroits. Ses courriers attendent que ce soit tranché.")
        self.tell("\n".join([head, *told]), "warn")
        self.settle.setVisible("apart" in self._office.places)
