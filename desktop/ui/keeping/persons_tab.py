"""The tab « Personnes »: the requests that wait, what is held about somebody, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from db.queries.persons import RequestRow
from desktop.rules.person_rights import FATES, KINDS
from desktop.ui.fields import Button, SearchField
from desktop.ui.fields.row import Row
from desktop.ui.held import held
from desktop.ui.intake.parts import Notice, text
from desktop.ui.keeping.ask_dialog import Asked, KeepingDialog
from desktop.ui.keeping.persons_lines import place_line, request_line
from desktop.ui.keeping.year_tab import ask_folder
from desktop.ui.money.attempting import attempt
from desktop.ui.office import Office
from desktop.ui.opinions.papers import MailDialog
from desktop.ui.opinions.table import PillRows
from desktop.ui.reading_tab import ReadingTab
from desktop.ui.runner import Progress
from desktop.ui.screen import Deed, screen_deeds
from desktop.ui.tables.state import StatePanel
from desktop.ui.tongue import plural
from desktop.ui.traced import note_left

if TYPE_CHECKING:
    from desktop.flow.persons import Found


class PersonsTab(ReadingTab):
    """The register above; below, every place that names the person sought."""

    followed = frozenset({"rights_request"})

    def __init__(
        self, office: Office, choose_folder: Callable[[QWidget, str], Path | None] = ask_folder
    ) -> None:
        super().__init__(office)
        self._choose = choose_folder
        self.found: Found | None = None
        self.table = PillRows(
            self.tr("Demandes des personnes"),
            [(self.tr("État"), 140), (self.tr("Personne"), 260), (self.tr("Demande"), 210),
             (self.tr("Reçue le"), 110), (self.tr("Réponse avant le"), 140), (self.tr("Réponse"), 0)],
        )  # fmt: skip
        self.state = StatePanel(self.table)
        self.name = SearchField(self.tr("Nom de la personne"))
        self.email = QLineEdit()
        self.email.setPlaceholderText(self.tr("Courriel, s’il est connu"))
        self.email.setAccessibleName(self.tr("Courriel de la personne"))
        self.seek = Button(self.tr("C&hercher"), "search")
        self.places = PillRows(
            self.tr("Ce que l’on détient"),
            [(self.tr("Si effacement"), 190), (self.tr("Dossier"), 110), (self.tr("Où"), 220),
             (self.tr("Ce qui est écrit"), 0), (self.tr("Pourquoi"), 330)],
        )  # fmt: skip
        self.why = text(caption=True)
        self.notice = Notice()
        self.add = Button(self.tr("&Inscrire une demande…"), "plus")
        self.answer = Button(self.tr("&Répondre…"), "mail")
        self.export = Button(self.tr("E&xporter…"), "folder-down")
        self.correct = Button(self.tr("Corri&ger…"), "pencil")
        self.erase = Button(self.tr("E&ffacer…"), "trash-2", kind="plain")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = Row()
        top.setSpacing(8)
        top.addWidget(self.name, 2)
        top.addWidget(self.email, 1)
        top.addWidget(self.seek)
        foot = Row()
        foot.setSpacing(8)
        foot.addWidget(self.add)
        foot.addWidget(self.answer)
        foot.addStretch(1)
        for button in (self.export, self.correct, self.erase):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.table, 3)
        column.addLayout(top)
        column.addWidget(self.places, 5)
        column.addWidget(self.why)
        column.addWidget(self.notice)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.table.picked.connect(lambda _what: self._tell())
        self.table.opened.connect(lambda _what: self._seek_asker())
        self.places.picked.connect(self._tell_why)
        self.places.opened.connect(lambda _what: self._open())
        self.name.returnPressed.connect(self.look)
        self.email.returnPressed.connect(self.look)
        self.state.action_wanted.connect(self.ask_add)
        deeds: list[Deed] = [
            (self.seek, self.tr("Personnes\u00a0: chercher"), "Ctrl+Return", self.look),
            (self.add, self.tr("Personnes\u00a0: inscrire une demande…"), "Ctrl+Ins", self.ask_add),
            (self.answer, self.tr("Personnes\u00a0: répondre…"), "Ctrl+Shift+R", self.ask_answer),
            (self.export, self.tr("Personnes\u00a0: exporter…"), "Ctrl+Shift+X", self.ask_export),
            (self.correct, self.tr("Personnes\u00a0: corriger…"), "F2", self.ask_correct),
            (self.erase, self.tr("Personnes\u00a0: effacer…"), "Ctrl+Del", self.ask_erase),
        ]
        self._actions = screen_deeds(self, deeds)

    # Reading

    def gather(self, progress: Progress) -> Any:
        from db.queries.persons import rights_requests

        return rights_requests(progress.session)

    def show_found(self, found: Any) -> None:
        today = date.today().isoformat()
        self.table.show_lines([request_line(row, today) for row in found])
        if not found:
            words = self.tr("Une demande inscrite a un mois pour sa réponse, que l’on voit approcher ici.")
            self.state.tell("empty", self.tr("Aucune demande"), words, self.tr("Inscrire une demande"))
        self._tell()
        self.tell_status()

    def tell_status(self) -> None:
        if self.found is None:
            said = self.tr("Tapez un nom\u00a0: chaque endroit qui le porte est montré")
        else:
            count = len(self.found.held)
            said = f"{count} {plural(count, self.tr('endroit'), self.tr('endroits'))}"
            if self.found.closed:
                said += self.tr(", et {0} dans des dossiers qui vous sont fermés").format(self.found.closed)
        self.status.emit(said + self.tr("    Ctrl+Inser inscrire    Ctrl+Entrée chercher"))

    def shown(self) -> None:
        super().shown()
        self.name.setFocus()

    def _tell(self) -> None:
        row = self.table.current()
        mine, erasing = self._office.why_not("person_rights"), self._office.why_not("erase")
        some = self.found is not None and bool(self.found.held)
        held(self.add, mine)
        held(self.answer, mine, on=isinstance(row, RequestRow) and row.state == "open")
        held(self.correct, mine, on=some)
        held(self.erase, erasing, on=some)
        self.export.setEnabled(some)

    # Looking

    def _seek_asker(self) -> None:
        row = self.table.current()
        if isinstance(row, RequestRow):
            self.name.setText(row.person)
            self.email.setText(row.email)
            self.look()

    def look(self) -> None:
        """Find every place that names the person, beside the window."""
        name, email, author = self.name.text().strip(), self.email.text().strip(), self._office.author

        def work(progress: Progress) -> Found | str:
            from desktop.flow.persons import Sought, held_about

            try:
                return held_about(progress.session, Sought(name, email), author)
            except ValueError as refusal:
                return str(refusal)

        self._office.runner.run(work, self._looked, self._failed, self.tr("Chercher une personne"))

    def _looked(self, answer: Found | str) -> None:
        if self._closed:
            return
        if isinstance(answer, str):
            self.notice.tell(answer, "warn")
            return
        self.found = answer
        nobody = self.tr("Rien ici ne nomme «\u00a0{0}\u00a0».").format(
            answer.sought.name or answer.sought.email
        )
        self.notice.tell("" if answer.held else nobody, "neutral")
        self.places.show_lines([place_line(one) for one in answer.held])
        self._tell()
        self.tell_status()

    def _failed(self, sentence: str) -> None:
        self.notice.tell(sentence, "bad")

    def _tell_why(self, one: Any) -> None:
        """The place chosen in full: a cell would cut it."""
        self.why.setText(f"{one.value}\n{FATES[one.ruling.fate]}\u00a0: {one.ruling.why}" if one else "")

    def _open(self) -> None:
        from desktop.ui.walk import Walk

        one: Any = self.places.current()
        if one is not None and one.dossier is not None:
            self._office.dossier_wanted.emit(one.dossier, Walk.alone(one.dossier))

    # Deeds

    def ask_add(self) -> None:
        """A request that came."""
        from desktop.flow.person_deeds import open_request

        fields = [
            Asked("person", self.tr("&Nom\u00a0:"), self.name.text()),
            Asked("email", self.tr("&Courriel\u00a0:")),
            Asked("kind", self.tr("&Demande\u00a0:"), "access", KINDS),
            Asked("asked_on", self.tr("&Reçue le\u00a0:"), date.today()),
            Asked("comment", self.tr("Re&marque\u00a0:")),
        ]  # fmt: skip
        words = self.tr("La réponse est due dans le mois (RGPD, art. 12.3).")
        self._ask(self.tr("Inscrire une demande"), words, fields, self.tr("Inscrire"), open_request)

    def ask_answer(self) -> None:
        """What was answered to the request chosen."""
        from desktop.flow.person_deeds import answer_request

        row = self.table.current()
        if isinstance(row, RequestRow) and self.answer.isEnabled():
            fields = [
                Asked("answer", self.tr("&Réponse\u00a0:"), long=True),
                Asked("refused", self.tr("Demande re&fusée, avec ses raisons"), False),
                Asked("answered_on", self.tr("&Le\u00a0:"), date.today()),
            ]
            words = self.tr("{0}, {1}").format(row.person, KINDS[row.kind])
            title = self.tr("Répondre à une demande")
            self._ask(title, words, fields, self.tr("Enregistrer"), answer_request, request=row.id)

    def ask_export(self) -> None:
        """Write what is held, for the person, and give the words that go with it."""
        found = self.found
        folder = self._choose(self, self.tr("Où écrire")) if found is not None else None
        if found is None or folder is None:
            return

        def work(progress: Progress) -> str:
            from desktop.flow.person_papers import answer_words, write_export
            from desktop.flow.satchel_paper import office_of

            write_export(progress.session, found, folder)
            return answer_words(found, None, office_of(progress.session), "access")

        def done(words: str) -> None:
            note_left(self._office, "exported", self.tr("Données d’une personne"))
            told = self.tr("Le PDF et le JSON sont écrits. Ces mots peuvent les accompagner.")
            MailDialog(self, self.tr("Réponse à la personne"), told, words).open()

        self._office.runner.run(work, done, self._failed, self.tr("Exporter les données d’une personne"))

    def ask_correct(self) -> None:
        """Correct the person wherever they speak for an applicant, in one step."""
        from desktop.flow.person_deeds import correct_person

        found = self.found
        if found is None or not self.correct.isEnabled():
            return
        names = {"first_name": self.tr("&Prénom\u00a0:"), "last_name": self.tr("&Nom\u00a0:"),
                 "position": self.tr("&Fonction\u00a0:"), "phone": self.tr("&Téléphone\u00a0:"),
                 "email": self.tr("&Courriel\u00a0:")}  # fmt: skip

        def then(told: dict[str, Any]) -> str:
            sought = found.sought
            why, count = attempt(
                self._office, correct_person, person=sought.name, email=sought.email, changes=told
            )
            if not why:
                self.notice.tell(self.tr("Corrigé à {0} endroits, en une étape.").format(count), "good")
                self.look()
            return why

        words = self.tr("Ce qui est rempli est écrit partout où cette personne parle pour un porteur.")
        fields = [Asked(name, label) for name, label in names.items()]
        KeepingDialog(self, self.tr("Corriger"), words, fields, self.tr("Corriger partout"), then).open()

    def ask_erase(self) -> None:
        """Erase where the law allows; what must stay is told with its reason."""
        from desktop.ui.keeping.forgetting import ask_erase

        if self.found is not None and self.erase.isEnabled():
            ask_erase(self, self._office, self.found, self.notice.tell, self.look)

    def _ask(
        self, title: str, words: str, fields: list[Asked], deed: str, verb: Callable[..., Any], **about: Any
    ) -> None:
        def then(told: dict[str, Any]) -> str:
            why, _ = attempt(self._office, verb, **about, **told)
            return why

        KeepingDialog(self, title, words, fields, deed, then).open()
