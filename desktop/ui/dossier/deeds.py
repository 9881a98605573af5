"""What else can be done with a dossier: assign, label, letters, stage, reopening, history."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from db import queries
from desktop.rules import journey
from desktop.ui.dossier.asking import ReasonDialog, ask_line
from desktop.ui.dossier.whole import Whole
from desktop.ui.held import held
from desktop.ui.office import Office

RECEIPT = "accuse_reception"
_BY_OTHER_MEANS = (
    "decide",
    "notify",
    "reopen",
)  # a decision, a letter and a reopening have their own gestures


class DossierDeeds(QObject):
    """Calls the verbs of desktop.flow; refusals are told by the office."""

    decide_wanted = Signal()
    ask_pieces_wanted = Signal()

    def __init__(self, office: Office, over: QWidget) -> None:
        super().__init__(over)
        self._office, self._over = office, over
        self.whole: Whole | None = None

    # The menu

    def fill(self, menu: QMenu) -> None:
        """Put everything in the menu, as this dossier permits it now."""
        menu.clear()
        if self.whole is None:
            return
        menu.addAction(self.tr("&Historique…\tCtrl+H")).triggered.connect(self.show_history)
        menu.addAction(self.tr("État à une &date…\tCtrl+Alt+H")).triggered.connect(self.show_as_of)
        self._fill_hands(menu)
        self.fill_labels(menu.addMenu(self.tr("É&tiquettes")))
        self._fill_letters(menu.addMenu(self.tr("Pré&parer un courrier")))
        self.fill_stages(menu.addMenu(self.tr("Changer d’&étape")))
        menu.addSeparator()
        stage = self.whole.head.stage
        decide = menu.addAction(self.tr("&Décider…\tCtrl+Maj+Entrée"))
        held(decide, self._office.why_not("decide"), on=journey.may_move(stage, "decided"))
        decide.triggered.connect(self.decide_wanted)
        menu.addAction(self.tr("Choisir les en&veloppes…")).triggered.connect(self.ask_envelopes)
        menu.addAction(self.tr("Déclarer un &intérêt…")).triggered.connect(self.ask_interest)
        menu.addAction(self.tr("Re&gistre des intérêts…")).triggered.connect(self.show_interests)
        reopen = menu.addAction(self.tr("&Rouvrir la décision…"))
        held(reopen, self._office.why_not("reopen"), on=stage in ("decided", "notified"))
        reopen.triggered.connect(self.ask_reopen)

    def _fill_hands(self, menu: QMenu) -> None:
        """Take it, hand it over with a reason, or assign it, as the role and the dossier permit."""
        assert self.whole is not None
        officer, me = self.whole.head.officer, self._office.author
        for words, deed, right, on in (
            (self.tr("Pren&dre ce dossier"), self.take, "take", officer != me),
            (self.tr("&Transmettre à un collègue…"), self.ask_hand_over, "take", officer in ("", me)),
            (self.tr("&Confier à…"), self.ask_officer, "assign", True),
        ):
            action = menu.addAction(words)
            held(action, self._office.why_not(right), on=on)
            action.triggered.connect(deed)
        menu.setToolTipsVisible(True)

    def fill_labels(self, menu: QMenu) -> None:
        """One line a label, ticked when the dossier carries it."""
        assert self.whole is not None
        worn = {name for _, name, _ in self.whole.labels}
        for row in queries.all_labels(self._office.reader):
            action = menu.addAction(row.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(row.name in worn)
            action.triggered.connect(lambda on, row=row: self.set_label(row.name, row.colour, on=on))
        menu.addSeparator()
        menu.addAction(self.tr("&Nouvelle étiquette…")).triggered.connect(self.ask_label)

    def _fill_letters(self, menu: QMenu) -> None:
        receipt = menu.addAction(self.tr("&Accusé de réception"))
        receipt.triggered.connect(lambda: self.prepare(RECEIPT, self.tr("L’accusé de réception")))
        menu.addAction(self.tr("&Pièces manquantes")).triggered.connect(self.ask_pieces_wanted)
        menu.addAction(self.tr("&Retour au porteur…")).triggered.connect(self.ask_feedback)
        from desktop.flow.own_letters import proposed

        decision = self.whole.decision if self.whole else None
        own = proposed(self._office.reader, decision.outcome if decision else "")
        if own:
            menu.addSeparator()
        for model in own:
            action = menu.addAction(model.title.replace("&", "&&"))
            held(action, self._office.why_not("write_letter"))
            named = f"«\u00a0{model.title}\u00a0»"
            action.triggered.connect(lambda _=False, one=model, said=named: self.prepare(one.code, said))

    def fill_stages(self, menu: QMenu) -> None:
        """The moves that the journey permits."""
        assert self.whole is not None
        moves = [m for m in journey.moves_from(self.whole.head.stage) if m.verb not in _BY_OTHER_MEANS]
        for move in moves:
            action = menu.addAction(self.tr("Passer à « {0} »").format(journey.LABELS[move.end]))
            held(action, self._office.why_not(move.verb))
            action.triggered.connect(lambda _=False, stage=move.end: self.move(stage))
        menu.setEnabled(bool(moves))

    # Deeds

    def show_history(self) -> None:
        """Every change of the dossier, in a window."""
        from desktop.ui.dossier.history_dialog import HistoryDialog

        if self.whole is not None:
            head = self.whole.head
            HistoryDialog(self._office, head.id, f"{head.number} · {head.applicant}", self._over).open()

    def show_as_of(self) -> None:
        """The dossier as it stood at any moment, in a window."""
        from desktop.ui.asof.window import AsOfWindow

        if self.whole is not None:
            head = self.whole.head
            window = AsOfWindow(self._office, head.id, f"{head.number} · {head.applicant}", self._over)
            window.finished.connect(window.deleteLater)
            window.open()

    def ask_feedback(self) -> None:
        """What the notes meant for the applicant would tell it, before a letter is made of them."""
        from desktop.ui.papers.feedback import ask_feedback

        if self.whole is not None:
            head = self.whole.head
            ask_feedback(self._over, self._office, head.id, f"{head.number} · {head.applicant}")

    def ask_interest(self) -> None:
        """Declare a tie: the dossier closes to the one who declares it."""
        whole = self.whole
        if whole is None:
            return
        from desktop.flow.interests import declare

        warning = self.tr(
            "Vous avez un lien avec «\u00a0{0}\u00a0»\u00a0: membre, parent d’un dirigeant, ancien salarié… "
            "Ses dossiers vous seront fermés, et le comité le saura. Le registre permet de lever l’intérêt "
            "quand il prend fin."
        ).format(whole.head.applicant)
        ReasonDialog(
            self._over, self.tr("Déclarer un intérêt"), warning, self.tr("Déclarer"),
            lambda nature: self._office.do(declare, dossier=whole.head.id, nature=nature),
        ).open()  # fmt: skip

    def show_interests(self) -> None:
        """The register of interests, in a window."""
        from desktop.ui.dossier.interests import InterestsDialog

        InterestsDialog(self._office, self._over).open()

    def ask_envelopes(self) -> None:
        """Say by hand in which envelope each amount counts."""
        from desktop.ui.money.placing import PlacingDialog

        if self.whole is not None and not self._office.read_only:
            PlacingDialog(self._office, self._over, self.whole.head.id).open()

    def take(self) -> None:
        """Into one's own hands."""
        from desktop.flow.assigning import take

        if self.whole is not None:
            self._office.do(take, dossier=self.whole.head.id)

    def ask_hand_over(self) -> None:
        """To whom, and why: the reason stays in the history."""
        from desktop.flow.assigning import hand_over
        from desktop.ui.people.handing import HandingDialog

        if self.whole is not None:
            head = self.whole.head
            HandingDialog(
                self._over, self._office, f"{head.number} · {head.applicant}", head.officer,
                lambda officer, reason: self._office.do(
                    hand_over, dossier=head.id, officer=officer, reason=reason
                ),
            ).open()  # fmt: skip

    def ask_officer(self) -> None:
        from db.queries.batch import officers

        if self.whole is not None:
            ask_line(
                self._over, "officer", self.tr("Confier le dossier"), self.tr("À qui confier ce dossier ?"),
                self.assign, value=self.whole.head.officer or self._office.author,
                choices=officers(self._office.reader),
            )  # fmt: skip

    def assign(self, officer: str) -> None:
        from desktop.flow.instruct import assign

        if self.whole is not None and officer.strip():
            self._office.do(assign, dossier=self.whole.head.id, officer=officer.strip())

    def ask_label(self) -> None:
        ask_line(
            self._over, "label", self.tr("Nouvelle étiquette"), self.tr("Nom de l’étiquette :"),
            lambda name: self.set_label(name.strip(), on=True),
        )  # fmt: skip

    def set_label(self, name: str, colour: str = "#66707d", *, on: bool) -> None:
        from desktop.flow.instruct import label, unlabel

        if self.whole is None or not name:
            return
        if on:
            self._office.do(label, dossier=self.whole.head.id, name=name, colour=colour)
        else:
            self._office.do(unlabel, dossier=self.whole.head.id, name=name)

    def prepare(self, template: str, name: str) -> None:
        """Put a letter in the outbox."""
        from desktop.flow.notify import prepare

        if self.whole is not None:
            done = self._office.do(prepare, dossier=self.whole.head.id, template=template)
            if done is not None:
                words = self.tr("{0} attend dans Courriers : relisez-le, puis émettez-le.").format(name)
                self._office.told.emit(words, "good")

    def move(self, stage: str) -> None:
        """Take the dossier to another stage; to the committee, only with a proposal."""
        from desktop.flow.instruct import move, to_committee

        if self.whole is None:
            return
        key = self.whole.head.id
        if stage == "ready":
            self._office.do(to_committee, dossier=key)
        else:
            self._office.do(move, dossier=key, stage=stage)

    def ask_reopen(self) -> None:
        """Say what reopening does, and ask why."""
        decision = self.whole.decision if self.whole else None
        if decision is None:
            return
        from desktop.ui.outcome.words import reopening_warning

        warning = reopening_warning(self.whole, date.today()) if self.whole else ""
        title, deed = self.tr("Rouvrir la décision"), self.tr("Rouvrir la décision")
        ReasonDialog(self._over, title, warning, deed, self.reopen).open()

    def reopen(self, reason: str) -> None:
        from desktop.flow.decide import reopen

        if self.whole is not None:
            self._office.do(reopen, dossier=self.whole.head.id, reason=reason)
