"""Papers of the keys from the window: the enrolment sheet to print, the key of the safe written once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.flow.satchel_trust import Place, places
from desktop.rules import disk
from desktop.ui.apart.receipts import ReceiptDialog
from desktop.ui.office import Office

ChoosePath = Callable[[QWidget, str, bool], Path | None]  # parent, name offered, whether it is to be written


def print_sheet(over: QWidget, office: Office, place: Place | None) -> ReceiptDialog | None:
    """Both fingerprints on one page, to be compared and signed."""
    hub = next((each for each in places(office.reader) if each.kind == "hub"), None)
    if place is None or hub is None:
        return None
    from desktop.flow.satchel_paper import sheet_pdf

    say = QCoreApplication.translate
    told = say(
        "apart", "Lisez les deux empreintes à voix haute, groupe par groupe, puis signez de chaque côté."
    )
    content = sheet_pdf(office.reader, hub.public, place)
    dialog = ReceiptDialog(office, content, f"fiche-{place.name}.pdf", told, over)
    dialog.setWindowTitle(say("apart", "Fiche d’enrôlement"))
    dialog.save.setText(say("apart", "&Enregistrer la fiche…"))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def ask_escrow(over: QWidget, office: Office, choose: ChoosePath, tell: Callable[[str], None]) -> None:
    """Make the key of the safe and write its paper; it is shown nowhere and kept nowhere."""
    say = QCoreApplication.translate
    path = choose(over, say("apart", "cle-de-secours.pdf"), True)
    if path is None:
        return
    from desktop.flow.escrow import make_escrow

    try:
        make_escrow(office.store, path, office.do)
    except ValueError as why:
        office.told.emit(str(why), "warn")
    except OSError as why:
        office.told.emit(
            say("apart", "{0} ne s’écrit pas\u00a0: {1}.").format(path.name, disk.reason(why)), "bad"
        )
    else:
        tell(
            say(
                "apart",
                "«\u00a0{0}\u00a0» est écrit\u00a0: imprimez-le, mettez-le au coffre, puis détruisez-le. "
                "Écrivez de nouveau la carte des postes déjà enrôlés.",
            ).format(path.name)
        )
