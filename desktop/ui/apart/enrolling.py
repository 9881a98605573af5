"""The workstations that exchange: the first steps of a hub or of a station, enrolment, fingerprints, loss."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from db.queries.shipments import standing
from desktop.exchange.keys import BadKey, Keys, Told, read_public, write_public
from desktop.flow.satchel_paper import scope_words
from desktop.flow.satchel_trust import Place, places
from desktop.rules import disk
from desktop.ui.apart.key_papers import ask_escrow, print_sheet
from desktop.ui.apart.keyring import with_own
from desktop.ui.dossier.asking import ReasonDialog, ask_line
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office

ChoosePath = Callable[[QWidget, str, bool], Path | None]  # parent, name offered, whether it is to be written


def ask_path(parent: QWidget, name: str, write: bool) -> Path | None:
    """A small file of keys, to read or to write."""
    chosen, _ = (
        QFileDialog.getSaveFileName(parent, parent.windowTitle(), name)
        if write
        else QFileDialog.getOpenFileName(parent, parent.windowTitle(), name)
    )
    return Path(chosen) if chosen else None


class PlacesDialog(QDialog):
    """Every workstation with its state; the deeds of its line."""

    def __init__(
        self,
        office: Office,
        over: QWidget | None = None,
        *,
        choose: ChoosePath = ask_path,
        own: Callable[[Callable[[Keys], object]], object] | None = None,
    ) -> None:
        super().__init__(over)
        self.office, self._choose = office, choose
        self._own = own or (lambda then: with_own(self, office, office.site, then))
        self.setObjectName("places")
        self.setWindowTitle(self.tr("Postes qui échangent"))
        self.resize(860, 420)
        self.told, self.said = text(), Notice()
        self.rows = Rows(
            self.tr("Postes"),
            [
                (self.tr("Poste"), 170), (self.tr("Lieu"), 150), (self.tr("État"), 180),
                (self.tr("Emporte"), 0),
            ],
        )  # fmt: skip
        self.hub = Button(self.tr("Faire de cette base le poste &central"), "landmark", kind="primary")
        self.enrol = Button(self.tr("&Enrôler un poste…"), "plus")
        self.confirm = Button(self.tr("C&onfirmer l’empreinte…"), "check")
        self.card = Button(self.tr("Carte de ce &poste…"), "file-down")
        self.sheet = Button(self.tr("&Fiche à imprimer…"), "printer")
        self.escrow = Button(self.tr("Clé de &secours…"), "key-round")
        self.revoke = Button(self.tr("&Révoquer…"), "lock")
        self.request = Button(self.tr("Écrire la &demande de ce poste…"), "file-down")
        self.join = Button(self.tr("&Rejoindre le poste central…"), "link", kind="primary")
        self.close_button = Button(self.tr("Fermer"))
        self._lay_out()
        self._connect()
        self.read()

    def _lay_out(self) -> None:
        row, papers = QHBoxLayout(), QHBoxLayout()
        for line, buttons in (
            (row, (self.hub, self.enrol, self.confirm, self.revoke, self.request, self.join)),
            (papers, (self.card, self.sheet, self.escrow)),
        ):
            for button in buttons:
                button.setAutoDefault(False)
                line.addWidget(button)
            line.addStretch(1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(self.told)
        column.addWidget(self.said)
        column.addWidget(self.rows, 1)
        column.addLayout(papers)
        column.addLayout(row)

    def _connect(self) -> None:
        self.hub.clicked.connect(lambda: self._own(self._become))
        self.enrol.clicked.connect(self.ask_request)
        self.confirm.clicked.connect(self.ask_fingerprint)
        self.card.clicked.connect(self.write_card)
        self.sheet.clicked.connect(lambda: print_sheet(self, self.office, self._chosen()))
        self.escrow.clicked.connect(lambda: ask_escrow(self, self.office, self._choose, self._say))
        self.revoke.clicked.connect(self.ask_revoke)
        self.request.clicked.connect(lambda: self._own(self._write_request))
        self.join.clicked.connect(lambda: self._own(self._ask_card))
        self.close_button.clicked.connect(self.accept)
        self.rows.picked.connect(lambda place: self._offer(place))

    def read(self) -> None:
        """Read the workstations again, and offer what this base may do."""
        reader = self.office.reader
        found, told = places(reader), standing(reader, self.office.site)
        self.role = told.role
        known = [place for place in found if place.verifier or place.kind == "hub"]  # machines are no parties
        self.rows.show_lines([self._line(place) for place in known])
        words = {
            "hub": self.tr("Cette base est le poste central\u00a0: les autres lui rapportent leur travail."),
            "station": self.tr("Ce poste rapporte son travail à « {0} ».").format(told.hub),
            "": self.tr(
                "Une seule base reçoit les mallettes\u00a0: le poste central. Un poste d’antenne écrit sa "
                "demande, le poste central l’enrôle et lui remet sa carte, puis les deux empreintes sont "
                "comparées à voix haute ou sur papier."
            ),
        }[self.role]
        self.told.setText(words)
        self._offer(self._chosen())

    def _line(self, place: Place) -> Line:
        if place.revoked_at:
            state, tone = self.tr("révoqué\u00a0: {0}").format(place.revoked_why), "bad"
        elif place.kind == "hub":
            state, tone = self.tr("poste central"), "accent"
        elif place.enrolled_at:
            state, tone = self.tr("enrôlé, empreinte comparée"), "good"
        else:
            state, tone = self.tr("empreinte à comparer"), "warn"
        carries = "" if place.kind == "hub" else scope_words(self.office.reader, place.holds)
        return Line((place.name, place.place, state, carries), tone, place)

    def _chosen(self) -> Place | None:
        index = self.rows.currentIndex()
        return self.rows.rows.lines[index.row()].what if index.isValid() else None

    def _offer(self, place: Place | None) -> None:
        writable, hub = not self.office.read_only, self.role == "hub"
        station = place is not None and place.kind != "hub" and place.revoked_at is None
        for button in (self.hub, self.request, self.join):
            button.setVisible(
                (not self.role and button is not self.request) or (not hub and button is self.request)
            )
            button.setEnabled(writable)
        for button in (self.enrol, self.confirm, self.card, self.sheet, self.escrow, self.revoke):
            button.setVisible(hub)
            button.setEnabled(writable)
        self.sheet.setEnabled(station and place is not None and bool(place.verifier))
        self.confirm.setEnabled(writable and station and place is not None and not place.enrolled_at)
        self.revoke.setEnabled(writable and station)

    # The hub

    def _become(self, keys: Keys) -> None:
        from desktop.flow.enrol import become_hub

        if self.office.do(become_hub, public=keys.public) is not None:
            self._say(self.tr("Empreinte de ce poste\u00a0: {0}").format(keys.public.fingerprint))

    def ask_request(self) -> None:
        """Read the request of a workstation, then ask where it stands."""
        told = self._read_file()
        if told is not None:
            ask_line(
                self, "where", self.tr("Enrôler « {0} »").format(told.public.site),
                self.tr("Où est ce poste (par exemple antenne d’Étouvie)\u00a0?"),
                lambda place: self._enrol(told, place),
            )  # fmt: skip

    def _enrol(self, told: Told, place: str) -> None:
        from desktop.flow.enrol import enrol

        if self.office.do(enrol, public=told.public, place=place.strip()) is not None:
            words = self.tr(
                "« {0} » est écrit. Comparez son empreinte avec l’autre poste, puis confirmez\u00a0: {1}"
            )
            self._say(words.format(told.public.site, told.public.fingerprint))

    def ask_fingerprint(self) -> None:
        """Type what the other side reads aloud."""
        place = self._chosen()
        if place is not None:
            ask_line(
                self, "fingerprint", self.tr("Confirmer « {0} »").format(place.name),
                self.tr("Empreinte lue sur l’autre poste (quarante chiffres)\u00a0:"),
                lambda words: self._confirm(place, words),
            )  # fmt: skip

    def _confirm(self, place: Place, words: str) -> None:
        from desktop.flow.enrol import confirm

        if self.office.do(confirm, workstation=place.id, fingerprint=words) is not None:
            self._say(self.tr("« {0} » peut échanger.").format(place.name))

    def write_card(self) -> None:
        """The card of this hub, for a workstation that joins it."""
        from desktop.flow.satchel_trust import standing as settled

        told = settled(self.office.reader, self.office.site)
        own = next((place for place in places(self.office.reader) if place.kind == "hub"), None)
        path = self._choose(self, self.tr("carte-poste-central.json"), True) if own else None
        if own is not None and path is not None:
            self._write(path, lambda: write_public(path, own.public, "card", escrow=told.escrow))
            self._say(self.tr("Carte écrite. Empreinte à lire\u00a0: {0}").format(own.public.fingerprint))

    def ask_revoke(self) -> None:
        """A machine lost, stolen or replaced."""
        place = self._chosen()
        if place is None:
            return
        from desktop.flow.enrol import revoke

        def then(why: str) -> None:
            if self.office.do(revoke, workstation=place.id, why=why) is not None:
                self._say(
                    self.tr("« {0} » est révoqué\u00a0: ses mallettes sont refusées.").format(place.name)
                )

        ReasonDialog(
            self, self.tr("Révoquer « {0} »").format(place.name),
            self.tr("Ce que ce poste signera désormais sera refusé\u00a0; ses prêts sont terminés."),
            self.tr("Révoquer"), then,
        ).open()  # fmt: skip

    # A workstation that joins

    def _write_request(self, keys: Keys) -> None:
        path = self._choose(self, self.tr("demande-{0}.json").format(keys.site), True)
        if path is not None:
            self._write(path, lambda: write_public(path, keys.public, "request"))
            self._say(
                self.tr(
                    "Demande écrite\u00a0: remettez-la au poste central. Empreinte à lire\u00a0: {0}"
                ).format(keys.public.fingerprint)
            )

    def _ask_card(self, keys: Keys) -> None:
        told = self._read_file()
        if told is not None:
            ask_line(
                self, "fingerprint", self.tr("Rejoindre « {0} »").format(told.public.site),
                self.tr("Empreinte du poste central, lue sur sa carte ou à voix haute\u00a0:"),
                lambda words: self._join(told, keys, words),
            )  # fmt: skip

    def _join(self, told: Told, keys: Keys, words: str) -> None:
        from desktop.flow.enrol import join

        done = self.office.do(join, hub=told.public, fingerprint=words, own=keys.public, escrow=told.escrow)
        if done is not None:
            self._say(
                self.tr("Ce poste échange avec « {0} »\u00a0: ouvrez la mallette qu’il vous remet.").format(
                    told.public.site
                )
            )

    def _read_file(self) -> Told | None:
        path = self._choose(self, "", False)
        if path is None:
            return None
        try:
            return read_public(path)
        except BadKey as why:
            self.said.tell(str(why), "bad")
        except OSError as why:
            self.said.tell(
                self.tr("{0} ne se lit pas\u00a0: {1}.").format(path.name, disk.reason(why)), "bad"
            )
        return None

    def _write(self, path: Path, deed: Callable[[], None]) -> None:
        try:
            deed()
        except OSError as why:
            self.said.tell(
                self.tr("{0} ne s’écrit pas\u00a0: {1}.").format(path.name, disk.reason(why)), "bad"
            )

    def _say(self, words: str) -> None:
        self.read()
        self.said.tell(words, "good")
