"""The parts of the arrivals: the folders on top, what is proposed over the file, the page with nothing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from desktop.flow.arriving import Arrival, Arrivals
from desktop.flow.signed_heap import told
from desktop.ui import letter_keys
from desktop.ui.fields import Button, FlowLayout, Pill
from desktop.ui.icons import pixmap
from desktop.ui.intake.parts import card, text
from desktop.ui.theme import tokens
from desktop.ui.tongue import plural

DONE = ("attached", "imported", "set_aside", "signed", "scanned")


def faces(arrival: Arrival) -> tuple[str, str]:
    """What is proposed for a file, in a few words, and its tone."""
    say = QCoreApplication.translate
    kind = arrival.file.kind
    if arrival.signed is not None:
        count = len(arrival.signed.sure)
        words = plural(count, "lettre signée", "lettres signées")
        return say("arrivals", "{0} {1}").format(count, words), "accent"
    if arrival.annotated:
        return say("arrivals", "Papiers annotés"), "accent"
    if kind == "refused":
        return say("arrivals", "Ne peut pas être repris"), "bad"
    if kind == "applications":
        return say("arrivals", "À importer comme demandes"), "accent"
    if kind == "opinions":
        return say("arrivals", "Avis d’un partenaire"), "good"
    if arrival.target is not None:
        return say("arrivals", "Pièce de {0}").format(arrival.target.number), "good"
    if arrival.offered:
        return say("arrivals", "Pièce\u00a0: dossier à choisir"), "warn"
    return say("arrivals", "Dossier non reconnu"), "neutral"


class Folders(QWidget):
    """The title, the folders watched, and what was dealt with."""

    add_wanted = Signal()
    look_wanted = Signal()
    drop_wanted = Signal(str)
    back_wanted = Signal(str, str)  # SHA-256, name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = text(caption=True)
        self.watched = Button(self.tr("&Dossiers surveillés"), "folder-open")
        self.menu = QMenu(self)
        self.watched.setMenu(self.menu)
        self.done = Button(self.tr("Déjà &traités"), "history")
        self.done_menu = QMenu(self)
        self.done.setMenu(self.done_menu)
        self.look = Button(self.tr("Regarder de nouveau"), "refresh-cw")
        self.look.setToolTip(self.tr("Regarder de nouveau (F5)"))
        self.add = Button(self.tr("&Surveiller un dossier…"), "plus")
        self.add.setToolTip(self.tr("Surveiller un dossier (Ctrl+Maj+W)"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(text(self.tr("Arrivées"), 20, bold=True))
        words.addWidget(self.told)
        line.addLayout(words, 1)
        for button in (self.done, self.look, self.watched, self.add):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.add.clicked.connect(self.add_wanted)
        self.look.clicked.connect(self.look_wanted)
        self.tell(Arrivals())

    def tell(self, found: Arrivals) -> None:
        """Say which folders are watched and what lies there already dealt with."""
        count = len(found.folders)
        self.told.setText(
            self.tr("{0} {1}\u00a0: ce qui y est déposé attend ici, et rien n’y est effacé.").format(
                count, plural(count, "dossier surveillé", "dossiers surveillés")
            )
            if count
            else self.tr("Aucun dossier n’est surveillé sur ce poste.")
        )
        self.menu.clear()
        for folder in found.folders:
            name = str(folder)
            self.menu.addAction(self.tr("Ne plus surveiller {0}").format(name), partial(self._drop, name))
        self.watched.setVisible(bool(count))
        self.look.setVisible(bool(count))
        self._tell_done(found)

    def _drop(self, folder: str) -> None:
        self.drop_wanted.emit(folder)

    def _back(self, sha256: str, name: str) -> None:
        self.back_wanted.emit(sha256, name)

    def _tell_done(self, found: Arrivals) -> None:
        words = {
            "attached": self.tr("joint à {0}"),
            "imported": self.tr("importé"),
            "set_aside": self.tr("laissé de côté"),
            "signed": self.tr("lettres signées classées"),
            "scanned": self.tr("papiers annotés classés"),
        }
        self.done_menu.clear()
        for row in found.settled[:30]:
            said = words[row.state].format(row.number or "")
            self.done_menu.addAction(
                self.tr("Reprendre «\u00a0{0}\u00a0» ({1})").format(row.name, said),
                partial(self._back, row.sha256, row.name),
            )
        self.done.setVisible(bool(found.settled))


def is_scan(arrival: Arrival) -> bool:
    """Whether no program can read the file: a person can type what its pages show."""
    known = arrival.signed or arrival.annotated
    return arrival.file.kind == "piece" and not known and not arrival.file.words.strip()


class Head(QFrame):
    """Over the file: what it is, whose it seems to be and why, and the four things to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = text(size=15, bold=True)
        self.kind = Pill("", "neutral")
        self.what, self.why = text(caption=True), text()
        self.attach = Button(self.tr("Joindre"), "paperclip", kind="primary")
        self.bring = Button(self.tr("Importer…"), "download")
        self.signed = Button(self.tr("Classer les lettres signées…"), "signature", kind="primary")
        self.papers = Button(self.tr("Classer les papiers annotés…"), "files", kind="primary")
        self.type_in = Button(self.tr("Saisir…"), "file-pen")
        self.other = Button(self.tr("Autre dossier…"), "search")
        self.aside = Button(self.tr("Laisser de côté"), "x", kind="plain")
        for button, key in (
            (self.attach, "J"),
            (self.other, "D"),
            (self.bring, "I"),
            (self.aside, "X"),
            (self.signed, "L"),
            (self.papers, "P"),
        ):
            button.setToolTip(letter_keys.told(button.text(), key))
        self.type_in.setToolTip(letter_keys.told(self.tr("Saisir cette demande à côté de sa page"), "S"))
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignTop)
        line = FlowLayout(gap=8)  # seven buttons are wider than a small screen
        for button in (self.signed, self.papers, self.attach, self.other):
            line.addWidget(button)
        for button in (self.bring, self.type_in, self.aside):
            line.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        for part in (self.what, self.why):
            column.addWidget(part)
        column.addLayout(line)

    def tell(self, arrival: Arrival | None, *, writable: bool) -> None:
        """Show what is proposed for this file."""
        self.setVisible(arrival is not None)
        if arrival is None:
            return
        file, target = arrival.file, arrival.target
        self.name.setText(file.path.name)
        self.kind.tell(*faces(arrival))
        self.what.setText("\n".join(line for line in (file.told, self._facts(arrival)) if line))
        self.why.setText(self._reason(arrival))
        signed = arrival.signed is not None
        piece = file.kind in ("piece", "message") and not signed and not arrival.annotated
        self.signed.setVisible(signed)
        self.papers.setVisible(arrival.annotated)
        opinions = file.kind == "opinions"
        self.attach.setText(
            self.tr("Voir et joindre les avis…")
            if opinions
            else self.tr("Joindre à {0}").format(target.number)
            if target
            else self.tr("Joindre à un dossier…")
        )
        self.attach.setVisible(piece or opinions)
        known = file.kind not in ("refused", "opinions") and (target is not None or not piece)
        self.other.setVisible(signed or arrival.annotated or known)
        self.bring.setVisible(file.kind == "applications" or (piece and not is_scan(arrival)))
        self.type_in.setVisible(is_scan(arrival))
        self.bring.setProperty("kind", "primary" if file.kind == "applications" else "secondary")
        every = (self.signed, self.papers, self.attach, self.other, self.bring, self.type_in, self.aside)
        for button in every:
            button.setEnabled(writable)
        self.bring.style().polish(self.bring)
        self.aside.setVisible(bool(file.sha256))

    def _facts(self, arrival: Arrival) -> str:
        file = arrival.file
        said = [f"{file.changed_at:%d/%m/%Y %H:%M}", self.tr("{0} Ko").format(max(1, file.size // 1024))]
        if file.attached:
            count = len(file.attached)
            said.append(
                f"{count} {plural(count, 'fichier joint', 'fichiers joints')} : {', '.join(file.attached)}"
            )
        if arrival.twin:
            said.append(self.tr("même contenu que «\u00a0{0}\u00a0»").format(arrival.twin))
        return " · ".join(said)

    def _reason(self, arrival: Arrival) -> str:
        target = arrival.target
        if arrival.signed is not None:
            return self.tr("{0}.").format(told(arrival.signed))
        if target is not None:
            return self.tr("{0}, {1} · {2}. {3}.").format(
                target.number, target.applicant, target.title, target.why
            )
        if arrival.file.kind in ("piece", "message"):
            if arrival.offered:
                count = len(arrival.offered)
                return self.tr("{0} dossiers peuvent convenir\u00a0: choisissez le bon.").format(count)
            return self.tr(
                "Ni numéro, ni SIRET, ni nom d’un porteur n’y a été reconnu\u00a0: "
                "ouvrez-le et choisissez le dossier."
            )
        return ""


class Empty(QWidget):
    """What this place is for, and the one thing to do next."""

    add_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = QLabel()
        self.title, self.words = text(size=15, bold=True), text(caption=True)
        self.add = Button(self.tr("Surveiller un dossier…"), "folder-open", kind="primary")
        self.add.clicked.connect(self.add_wanted)
        frame, inside = card()
        inside.setContentsMargins(24, 32, 24, 32)
        for label in (self.drawing, self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(label)
        inside.addWidget(self.add, 0, Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        column.addStretch(1)

    def tell(self, found: Arrivals) -> None:
        """Nothing watched, or nothing waiting."""
        self.drawing.setPixmap(pixmap("inbox", tokens().accent, 28))
        watched = bool(found.folders or found.gone)
        self.add.setVisible(not watched)
        if watched:
            self.title.setText(self.tr("Rien n’attend"))
            self.words.setText(
                self.tr(
                    "Les scans, courriels enregistrés et exports déposés dans un dossier surveillé "
                    "apparaissent ici, avec le dossier auquel ils semblent appartenir."
                )
            )
        else:
            self.title.setText(self.tr("Surveillez le dossier où arrivent les scans"))
            self.words.setText(
                self.tr(
                    "Choisissez un dossier de ce poste ou du réseau\u00a0: ce qui y est déposé attendra ici, "
                    "reconnu par un numéro, un SIRET ou un nom. Rien n’y est jamais effacé ni déplacé."
                )
            )
