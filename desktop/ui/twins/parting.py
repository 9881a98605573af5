"""Part again two that were united, and say what was changed since and stays."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from db.queries.twins import MergingRow
from desktop.ui.office import Office


def part(office: Office, row: MergingRow) -> None:
    """Run the verb and tell what became of it."""
    from desktop.flow.separate import separate

    say = QCoreApplication.translate
    done = office.do(separate, merging=row.id)
    if done is None:
        return
    said = say("twins", "{0} est de nouveau séparé de {1}.").format(row.gone_name, row.kept_name)
    if done.value:
        left = say("twins", "Modifié depuis, et laissé tel quel\u00a0: {0}.").format(", ".join(done.value))
        said = f"{said} {left}"
    office.told.emit(said, "good")
