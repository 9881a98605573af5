"""The window of a new version: what a file brings, putting it in service, going back to the one before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.home import Home, home
from desktop.ui.fields import Button
from desktop.ui.office import Office
from desktop.ui.progress import ProgressPanel
from desktop.ui.refusing import Refusal
from desktop.ui.renewal.telling import ChooseFile, ask_package, back_words, deed_words, proof_words
from desktop.ui.runner import Progress
from desktop.ui.tongue import typography

if TYPE_CHECKING:
    from desktop.flow.renew import Offer


class RenewalWindow(QDialog):
    """`leave_wanted` asks to close Parvis, so that the other version opens; `back_wanted` too, after which
    the command of the way back does its work."""

    guide_page = "mettre-a-jour"
    leave_wanted = Signal()
    back_wanted = Signal()

    def __init__(
        self,
        office: Office,
        over: QWidget | None = None,
        choose: ChooseFile = ask_package,
        here: Home | None = None,
    ) -> None:
        super().__init__(over)
        self.setObjectName("renewal")
        self.setWindowTitle(self.tr("Mettre à jour Parvis"))
        limit = over.window().size() if over is not None else self.screen().availableSize()
        self.resize(min(760, limit.width()), min(520, limit.height()))
        self._office, self._choose, self._here = office, choose, here or home()
        self.offer: Offer | None = None
        self.running = self.laid = False
        self.now, self.said, self.news, self.way_back = (self._words() for _ in range(4))
        self.now.setProperty("kind", "section")
        self._make_buttons()
        self._lay_out()
        self._tell()
        self._look_around()

    def _words(self) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _make_buttons(self) -> None:
        self.choose = Button(self.tr("Choisir un &fichier…"), "folder-open")
        self.install = Button(self.tr("&Mettre en service"), "download", kind="primary")
        self.copy = Button(self.tr("Copier la &commande"), "copy")
        self.back = Button(self.tr("&Revenir à la version précédente…"), "history")
        for button, deed in (
            (self.choose, self.ask_file), (self.install, self.put_in), (self.copy, self.copy_command),
            (self.back, self.ask_back),
        ):  # fmt: skip
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, deed=deed: deed())

    def _lay_out(self) -> None:
        deeds = QHBoxLayout()
        for button in (self.choose, self.install, self.copy):
            deeds.addWidget(button)
        deeds.addStretch(1)
        inside = QWidget()
        told = QVBoxLayout(inside)
        told.setContentsMargins(0, 0, 8, 0)
        told.setSpacing(10)
        for label in (self.now, self.said, self.news):
            told.addWidget(label)
        told.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(self.tr("Ce que la version apporte"))
        area.setWidget(inside)
        behind = QHBoxLayout()
        behind.addWidget(self.way_back, 1)
        behind.addWidget(self.back)
        leave = Button(self.tr("F&ermer"), "x")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(ProgressPanel(self._office.runner), 1)
        foot.addStretch(0)
        foot.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(deeds)
        column.addWidget(area, 1)
        column.addLayout(behind)
        column.addLayout(foot)

    # What there is

    def _tell(self) -> None:
        here, offer = self._here, self.offer
        words = self.tr("Version en service\u00a0: {0}").format(here.in_service)
        if here.in_service != here.version:
            words += self.tr(" (la {0} tourne encore\u00a0: elle s’ouvrira à la prochaine ouverture)").format(
                here.version
            )
        self.now.setText(words)
        self.install.setText(self.tr("Fermer et r&ouvrir") if self.laid else self.tr("&Mettre en service"))
        can = self.laid or (offer is not None and offer.deed != "command")
        self.install.setEnabled(can and not self.running and not self._office.read_only)
        self.copy.setVisible(offer is not None and offer.deed == "command")
        self.choose.setEnabled(not self.running)
        before = here.before
        self.back.setEnabled(bool(before) and not self.running)
        self.way_back.setText(
            self.tr("La version {0} est gardée.").format(before)
            if before
            else self.tr("Aucune version précédente n’est gardée ici.")
        )

    def _look_around(self) -> None:
        """What lies in the folder of updates of this machine, looked for beside the window."""
        from desktop.machine import machine

        folder = machine().get("updates.folder")
        if not folder:
            self.said.setText(
                self.tr("Choisissez le fichier de la nouvelle version\u00a0: une clé ou un partage suffit.")
            )
            return

        def work(_progress: Progress) -> Offer | None:
            from desktop.flow import renew

            found = renew.newest(self._here)
            return renew.offer_of(found, self._here) if found else None

        def then(offer: Offer | None) -> None:
            if offer is None:
                words = self.tr("Rien de plus récent dans {0}.").format(folder)
                self.said.setText(words)
            else:
                self.show_offer(offer)

        self._run(work, then, self.tr("Regarder le dossier des mises à jour"))

    def ask_file(self) -> None:
        """Choose a file and say what it brings."""
        path = self._choose(self)
        if path is None:
            return

        def work(_progress: Progress) -> Offer:
            from desktop.flow import renew

            try:
                return renew.offer_of(renew.look(path), self._here)
            except renew.Unfit as why:
                raise Refusal(str(why)) from why

        self._run(work, self.show_offer, self.tr("Lire le fichier"))

    def show_offer(self, offer: Offer) -> None:
        """What a package is, what it brings and what will be done."""
        self.offer = offer
        package = offer.package
        name = package.version or package.path.name
        proved = self.tr("Version {0}, {1}.").format(name, proof_words(package.proof))
        self.said.setText(proved + "\n" + deed_words(offer))
        changes = (typography(change.replace("`", "")) for change in package.news)
        self.news.setText("\n\n".join("• " + change for change in changes))
        self._tell()

    # Deeds

    def _run(
        self,
        work: Callable[[Progress], Offer | None],
        then: Callable[[Offer], None] | Callable[[Offer | None], None],
        title: str,
    ) -> None:
        self.running = True
        self._tell()

        def done(offer: Offer | None) -> None:
            self.running = False
            then(offer)  # type: ignore[arg-type]  # each work gives what its own end takes
            self._tell()

        self._office.runner.run(work, done, self._refuse, title)

    def _refuse(self, sentence: str) -> None:
        self.running = False
        self.offer = None
        self.said.setText(typography(sentence))
        self.news.clear()
        self._tell()

    def copy_command(self) -> None:
        """The administrator's command, to be pasted into a message."""
        if self.offer is not None:
            QGuiApplication.clipboard().setText(self.offer.command)

    def put_in(self) -> None:
        """Copy the base, lay the version, then offer to open it."""
        offer, here, path = self.offer, self._here, self._office.path
        if self.laid:
            self.leave_wanted.emit()
            return
        if offer is None:
            return

        def work(progress: Progress) -> Offer:
            from desktop.flow import renew

            progress(self.tr("Copier la base"), 0.05)
            renew.keep_base(path, here, offer.package.version)
            try:
                if offer.deed == "lay":
                    renew.lay(offer.package, here, progress)
            except renew.Unfit as why:
                raise Refusal(str(why)) from why
            return offer

        self._run(work, self._put, self.tr("Mettre en service la version {0}").format(offer.package.version))

    def _put(self, offer: Offer) -> None:
        if offer.deed == "setup":
            from desktop.flow.renew import setup

            setup(offer.package, self._office.path)
            self.leave_wanted.emit()
            return
        self.laid = True
        self.said.setText(
            self.tr("La version {0} est en service. Elle s’ouvre à la prochaine ouverture de Parvis.").format(
                offer.package.version
            )
        )

    def ask_back(self) -> None:
        """Say what going back would lose, then let it be done once Parvis is closed."""
        from desktop.flow import renew

        try:
            told = renew.back(self._office.path, self._here)
        except renew.Unfit as why:
            self.said.setText(typography(str(why)))
            return
        if told.copy is not None and (why_not := self._office.why_not("restore")):
            self.said.setText(why_not)
            return
        words = self.tr("Revenir à la version {0}\u00a0?").format(told.version)
        box = QMessageBox(QMessageBox.Icon.Question, self.windowTitle(), words, parent=self)
        box.setObjectName("sure")
        box.setInformativeText(back_words(told))
        yes = box.addButton(self.tr("&Revenir"), QMessageBox.ButtonRole.AcceptRole)
        box.setEscapeButton(box.addButton(self.tr("&Ne rien changer"), QMessageBox.ButtonRole.RejectRole))
        box.finished.connect(lambda _code: self.back_wanted.emit() if box.clickedButton() is yes else None)
        box.finished.connect(box.deleteLater)
        box.open()

    def reject(self) -> None:
        """What was begun ends first: half a version would be of no use."""
        if not self.running:
            super().reject()
