"""« Chiffrement… »: how the base is kept, who can open it, and what can be changed about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from db.connection import Refused
from desktop.flow import vault
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, card, text
from desktop.ui.office import Office
from desktop.ui.vault.choosing import Chosen, PassphraseDialog

ChoosePath = Callable[[QWidget, str, str], Path | None]  # parent, title, name offered


def ask_path(parent: QWidget, title: str, name: str) -> Path | None:
    """Where a file is written."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name))
    return Path(chosen) if chosen else None


class VaultDialog(QDialog):
    """Encrypting and making clear need the base closed: the signals ask for it. The rest is done here."""

    encrypt_wanted = Signal(object, str, object)  # Chosen, recipient of the escrow key, path of a clear copy
    decrypt_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, office: Office, over: QWidget | None = None, choose: ChoosePath = ask_path) -> None:
        super().__init__(over)
        self.office, self._choose = office, choose
        self.asking: PassphraseDialog | QMessageBox | None = None
        self.setObjectName("vault")
        self.setWindowTitle(self.tr("Chiffrement de la base"))
        self.state, self.about = text(size=15, bold=True), text()
        self.ways, self.said = text(), Notice()
        self.encrypt = Button(self.tr("&Chiffrer la base…"), "lock", kind="primary")
        self.change = Button(self.tr("Changer la &phrase de passe…"), "keyboard")
        self.keyring = Button("", "shield")
        self.escrow = Button(self.tr("&Nouvelle clé de secours…"), "printer")
        self.lock = Button(self.tr("&Verrouiller maintenant"), "lock")
        self.decrypt = Button(self.tr("&Remettre en clair…"), "lock-open")
        self.close_button = Button(self.tr("&Fermer"))
        self._lay_out()
        self._connect()
        self.read()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        frame, inside = card()
        for part in (self.state, self.about, self.ways):
            inside.addWidget(part)
        column.addWidget(frame)
        column.addWidget(self.said)
        for group in ((self.encrypt,), (self.change, self.keyring), (self.escrow, self.lock, self.decrypt)):
            row = QHBoxLayout()
            row.setSpacing(8)
            for button in group:
                button.setAutoDefault(False)
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(self.close_button)
        column.addLayout(last)
        self.setMinimumWidth(640)

    def _connect(self) -> None:
        self.encrypt.clicked.connect(lambda: self._ask(fresh=True))
        self.change.clicked.connect(lambda: self._ask(fresh=False))
        self.keyring.clicked.connect(self.turn_keyring)
        self.escrow.clicked.connect(self.make_escrow)
        self.lock.clicked.connect(self.lock_wanted)
        self.decrypt.clicked.connect(self._ask_clear)
        self.close_button.clicked.connect(self.accept)

    def read(self) -> None:
        """Say again how the base is kept."""
        try:
            self.status = vault.status(self.office.path)
        except Refused as why:  # its header file was taken away while it is open
            self.status = vault.Status(True)
            self.said.tell(str(why), "bad")
        shut, writable = self.status.encrypted, not self.office.read_only
        self.state.setText(self.tr("La base est chiffrée") if shut else self.tr("La base est en clair"))
        self.about.setText(
            self.tr(
                "Le fichier, ses pièces, ses copies automatiques et ce qui est en cours de frappe sont "
                "illisibles sans l’une de ces clés\u00a0:"
            )
            if shut
            else self.tr(
                "Qui prend ce poste ou ce fichier lit les dossiers. Chiffrée, la base demande une phrase de "
                "passe à l’ouverture\u00a0; le travail n’y change pas."
            )
        )
        self.ways.setText(self._ways())
        self.ways.setVisible(shut)
        self.encrypt.setVisible(not shut)
        self.keyring.setText(
            self.tr("&Oublier dans le trousseau")
            if self.status.keyring
            else self.tr("Retenir dans le &trousseau")
        )
        for button in (self.change, self.keyring, self.escrow, self.lock, self.decrypt):
            button.setVisible(shut)
        for button in (self.encrypt, self.change, self.keyring, self.escrow, self.decrypt):
            button.setEnabled(writable)
        self.adjustSize()

    def _ways(self) -> str:
        status = self.status
        escrow = self.tr("•  la clé de secours gardée au coffre ({0}…)").format(status.escrow[:14])
        told = [
            self.tr("•  la phrase de passe") if status.passphrase else "",
            self.tr("•  le trousseau de ce poste, sans rien demander") if status.keyring else "",
            escrow
            if status.escrow
            else self.tr("Pas de clé de secours\u00a0: une phrase de passe oubliée perdrait la base."),
        ]
        if waiting := status.clear_files + status.clear_copies:
            told.append(self.tr("{0} fichiers à côté d’elle sont encore en clair.").format(waiting))
        return "\n".join(line for line in told if line)

    def _try(self, deed: Callable[[], object], done: str) -> bool:
        try:
            deed()
        except (Refused, ValueError, OSError) as why:
            self.said.tell(str(why), "bad")
            return False
        self.read()
        self.said.tell(done, "good")
        return True

    # Deeds

    def _ask(self, *, fresh: bool) -> None:
        dialog = PassphraseDialog(fresh=fresh, parent=self)
        self.asking = dialog
        taken = self._encrypt if fresh else self._change
        dialog.accepted.connect(lambda: taken(dialog.chosen()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _encrypt(self, chosen: Chosen) -> None:
        recipient, kept = "", None
        if chosen.escrow:
            recipient = self._print_key()
            if not recipient:
                return  # no sheet: nothing is begun
        if chosen.keep:
            kept = self._choose(self, self.tr("Copie en clair"), f"{self.office.path.stem}-claire.parvis")
            if kept is None:
                return
        self.encrypt_wanted.emit(chosen, recipient, kept)

    def _change(self, chosen: Chosen) -> None:
        self._try(
            lambda: vault.change_passphrase(self.office.path, chosen.old, chosen.new),
            self.tr(
                "La phrase de passe est changée, ici et sur les copies automatiques. Une copie emportée "
                "ailleurs garde l’ancienne."
            ),
        )

    def turn_keyring(self) -> None:
        """Let the keyring of this workstation open the base, or no longer."""
        if self.status.keyring:
            words = self.tr("La phrase de passe sera demandée à chaque ouverture.")
            self._try(lambda: vault.remove_keyring(self.office.path), words)
        else:
            words = self.tr("Ce poste ouvrira la base sans rien demander.")
            self._try(lambda: vault.add_keyring(self.office.path), words)

    def make_escrow(self) -> None:
        """A new escrow key takes the place of the old one."""
        if recipient := self._print_key():
            words = self.tr("La nouvelle clé de secours ouvre la base\u00a0; l’ancienne ne l’ouvre plus ici.")
            self._try(lambda: vault.set_escrow(self.office.path, recipient), words)

    def _print_key(self) -> str:
        """The sheet of a new escrow key, written where the person chooses; its recipient, or ""."""
        from db.boxes import new_escrow
        from desktop.letters.escrow_sheet import sheet
        from desktop.letters.files import write_whole

        out = self._choose(self, self.tr("Feuille de la clé de secours, à imprimer"), "cle-de-secours.pdf")
        if out is None:
            return ""
        secret, recipient = new_escrow()
        wrote = self._try(
            lambda: write_whole(out, sheet(secret, recipient, self.office.path.name)),
            self.tr("Imprimez «\u00a0{0}\u00a0», mettez-la au coffre, puis effacez ce fichier.").format(
                out.name
            ),
        )
        return recipient if wrote else ""

    def _ask_clear(self) -> None:
        box = QMessageBox(self)
        self.asking = box
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.windowTitle())
        box.setText(self.tr("Remettre la base en clair\u00a0?"))
        box.setInformativeText(
            self.tr(
                "Qui prend ce poste ou ce fichier lira de nouveau les dossiers et les pièces. Les copies "
                "automatiques restent chiffrées."
            )
        )
        clear = box.addButton(self.tr("&Remettre en clair"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(self.tr("&Laisser chiffrée"), QMessageBox.ButtonRole.RejectRole))
        box.finished.connect(
            lambda _code: self.decrypt_wanted.emit() if box.clickedButton() is clear else None
        )
        box.finished.connect(box.deleteLater)
        box.open()
