"""The place where a paper application is keyed in: the form, its draft that survives a kill, and saving."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget

from db import queries
from db.connection import sealed_mark
from desktop.paths import user_data
from desktop.rules import disk
from desktop.ui.draft import Draft
from desktop.ui.fields import Button
from desktop.ui.intake.paper_beside import PageBeside, PaperStrip, side_by_side
from desktop.ui.intake.paper_form import PaperForm
from desktop.ui.intake.paper_panel import PaperPanel
from desktop.ui.intake.parts import Notice, scrolled, text
from desktop.ui.office import Office
from desktop.ui.tongue import date_long

SETTLE_MS = 700  # what is typed is in the draft within a second
PAGE = "page"  # name under which the draft keeps the file shown beside
LOOK_MS = 120  # the panel follows without slowing the keys


def paper_draft(base: Path) -> Path:
    """Where it is kept: with the user's own files, or beside an encrypted base, whose key seals it."""
    beside = base.with_name(base.name + ".demande-papier.json")
    return beside if sealed_mark(base) is not None else user_data() / "demande-papier.json"


class PaperScreen(QWidget):
    """The place "new"."""

    status = Signal(str)
    name, icon = "new", "file-pen-line"

    def __init__(self, office: Office, draft: Path | None = None) -> None:
        super().__init__()
        self._office = office
        self.draft = Draft(draft or paper_draft(office.path), office.path)
        self.form, self.panel = PaperForm(office), PaperPanel()
        self.beside, self.strip = PageBeside(), PaperStrip()
        self.notice = Notice()
        self.take = Button(self.tr("Reprendre la saisie"), "file-pen", kind="primary")
        self.drop = Button(self.tr("Effacer le brouillon"), "trash-2")
        self.open = Button(self.tr("Voir le dossier"), "folder-open")
        self.area = scrolled(self.form, self.tr("Formulaire de la demande papier"))
        self._made: bytes | None = None
        self._saving, self._looking = QTimer(self), QTimer(self)
        self._lay_out()
        self._connect()
        self._offer()
        self._look()

    # What the window asks of a screen

    @property
    def title(self) -> str:
        return self.tr("Saisir une demande papier")

    @property
    def widget(self) -> QWidget:
        return self

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        """Nothing of what others write is shown here."""

    def shown(self) -> None:
        self.status.emit(self.tr("Ce que vous tapez est gardé en brouillon jusqu’à l’enregistrement."))
        (self.form.people.lines["applicant.name"] if self.form.isEnabled() else self.take).setFocus()

    def menu_actions(self) -> list[QAction]:
        return [self._save_action, *self._turning]

    def close_down(self) -> None:
        """Keep what was typed in the last second."""
        self._looking.stop()
        if self._saving.isActive():
            self._keep()
        self.beside.viewer.clear()

    # Building

    def _lay_out(self) -> None:
        for button in (self.take, self.drop, self.open):
            self.notice.line.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(12)
        whole.addWidget(text(self.title, 20, bold=True))
        whole.addWidget(self.notice)
        whole.addWidget(side_by_side(self.beside, self.area, self.strip, self.panel), 1)

    def _connect(self) -> None:
        for timer, pause, then in (
            (self._saving, SETTLE_MS, self._keep),
            (self._looking, LOOK_MS, self._look),
        ):
            timer.setSingleShot(True)
            timer.setInterval(pause)
            timer.timeout.connect(then)
        self._office.closing.connect(self._looking.stop)
        self.form.typed.connect(self._typed)
        self.take.clicked.connect(self._take_up)
        self.drop.clicked.connect(self._throw)
        self.open.clicked.connect(self._open)
        self.panel.save.clicked.connect(self._save)
        self.panel.clear.clicked.connect(self._ask_clear)
        for part in (self.panel, self.strip):
            part.field_wanted.connect(self._go_to)
        self.strip.save.clicked.connect(self._save)
        self.beside.closed.connect(self._page_closed)
        self._office.page_wanted.connect(self.show_page)
        self._turning = self.beside.turning(self)
        self._save_action = QAction(self.tr("Enregistrer la demande papier"), self)
        self._save_action.setShortcut(QKeySequence("Ctrl+S"))
        self._save_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._save_action.triggered.connect(lambda _checked=False: self.panel.save.click())
        self.addAction(self._save_action)

    def _say(self, words: str, tone: str, *buttons: Button) -> None:
        for button in (self.take, self.drop, self.open):
            button.setVisible(button in buttons)
        self.notice.tell(words, tone)

    # The draft

    def _offer(self) -> None:
        """A draft left by an earlier day, or by a kill, waits for a word."""
        self._waiting = self.draft.load()
        if not self._waiting:
            return
        when = self.draft.when()
        name = self._waiting.get("applicant.name") or self._waiting.get("title") or self.tr("sans nom")
        words = self.tr("Une demande commencée n’a pas été enregistrée\u00a0: {0}, le {1} à {2}.")
        self._say(
            words.format(name, date_long(when.date()), f"{when:%H:%M}"), "neutral", self.take, self.drop
        )
        self.form.setEnabled(False)

    def _take_up(self) -> None:
        self._say("", "neutral")
        self.form.setEnabled(True)
        page = Path(self._waiting.pop(PAGE, ""))
        self.form.slots.restore(self._waiting)
        if page.name and page.is_file() and self.beside.path is None:
            self.show_page(page)
        self.form.people.lines["applicant.name"].setFocus()

    def _throw(self) -> None:
        self.draft.clear()
        self._say("", "neutral")
        self.form.setEnabled(True)
        self.form.people.lines["applicant.name"].setFocus()

    def _typed(self) -> None:
        # Not started again at each key: someone who never stops typing is kept all the same.
        for timer in (self._saving, self._looking):
            if not timer.isActive():
                timer.start()

    def _keep(self) -> None:
        self._saving.stop()
        try:
            typed = self.form.slots.values()
            if typed and self.beside.path is not None:
                typed[PAGE] = str(self.beside.path)
            self.draft.save(typed)
        except OSError as error:
            words = self.tr(
                "Le brouillon ne peut pas être gardé ({0})\u00a0: enregistrez la demande sans attendre."
            )
            self._office.told.emit(words.format(disk.reason(error)), "warn")
            return
        for part in (self.panel, self.strip):
            part.kept.setText(self.tr("Le brouillon est gardé."))

    def _look(self) -> None:
        form = self.form
        faults = form.faults()
        self.panel.show_state(form.budget.lines(), form.action.cents("asked"), faults, form.remarks())
        if self._office.read_only:
            self._say(
                self.tr("Cette base est ouverte en lecture seule\u00a0: rien ne sera enregistré."), "warn"
            )
        self.strip.show_state(form.budget.lines(), form.action.cents("asked"), faults)
        for part in (self.panel, self.strip):
            part.save.setEnabled(not faults and form.isEnabled() and not self._office.read_only)

    # The page beside

    def show_page(self, path: Path) -> None:
        """Key in what a file shows, its page beside the form; it will be a piece of the dossier."""
        self.beside.show_file(path)
        self._beside_is(True)
        if self.form.isEnabled():
            self.form.people.lines["applicant.name"].setFocus()

    def _page_closed(self) -> None:
        self._beside_is(False)
        self._typed()

    def _beside_is(self, shown: bool) -> None:
        """The page takes the room of the panel, whose words go under the form."""
        self.panel.setVisible(not shown)
        self.strip.setVisible(shown)
        for action in self._turning:
            action.setEnabled(shown)

    # Deeds

    def _go_to(self, name: str) -> None:
        field = self.form.slots.field(name)
        self.area.ensureWidgetVisible(field, 0, 80)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        from desktop.exchange.application import ReadFile
        from desktop.flow.keyin import key_in

        self._look()
        if not self.panel.save.isEnabled():
            return
        read = ReadFile(Path(self.tr("demande papier")), "paper", read=1)
        call = self.form.action.call.currentData()
        application, page = self.form.application(), self.beside.path
        if page is not None:
            attachment = self.beside.piece()
            if attachment is None:
                words = self.tr("«\u00a0{0}\u00a0» n’est plus là\u00a0: remettez-le, ou retirez la page.")
                self._say(words.format(page.name), "warn")
                return
            application.attachments.append(attachment)
        done = self._office.do(key_in, application=application, read=read, call=call)
        if done is None:
            return
        self._made = done.value
        self._clear()
        if page is not None:
            self.beside.shut()
            self._beside_is(False)
            self._office.file_imported.emit(page)
        head = queries.head(self._office.reader, done.value)
        if head is not None:
            words = self.tr("La demande de {0} est enregistrée sous le numéro {1}.")
            self._say(words.format(head.applicant, head.number), "good", self.open)

    def _clear(self) -> None:
        self.form.slots.restore({})
        self._saving.stop()
        self.draft.clear()
        for part in (self.panel, self.strip):
            part.kept.setText("")
        self._look()
        self.area.verticalScrollBar().setValue(0)

    def _ask_clear(self) -> None:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Tout effacer"))
        box.setText(self.tr("Effacer tout ce qui est tapé dans le formulaire\u00a0?"))
        box.setInformativeText(self.tr("Le brouillon est effacé aussi. Les dossiers enregistrés restent."))
        yes = box.addButton(self.tr("&Effacer"), QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(self.tr("&Garder"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.setEscapeButton(no)
        box.finished.connect(lambda _code: self._clear() if box.clickedButton() is yes else None)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _open(self) -> None:
        if self._made is not None:
            self._office.dossier_wanted.emit(self._made, None)
