"""The tab « Données ouvertes »: what can be published, what cannot and why, what is late, what was."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from db.queries.open_data import PublicationRow, publications
from desktop.ui.duties.data_words import held_line, line_line
from desktop.ui.duties.duty_tab import Ask, DutyTab, ask_file
from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.held import held
from desktop.ui.intake.parts import text
from desktop.ui.money.attempting import attempt
from desktop.ui.office import Office
from desktop.ui.opinions.table import PillRows
from desktop.ui.runner import Progress
from desktop.ui.screen import Deed, screen_deeds
from desktop.ui.tables.state import StatePanel
from desktop.ui.tongue import de_, euros, plural

if TYPE_CHECKING:
    from desktop.flow.open_data import Asked, Delay, Found

_PART = 5  # the column that tells something of members alone


class Read(NamedTuple):
    """What the tab shows."""

    found: Found
    delays: list[Delay]
    told: list[PublicationRow]
    years: list[int]


class DataTab(DutyTab):
    """Lines above, what cannot be published and the delays below."""

    followed = frozenset(
        {"decision", "amount", "dossier", "applicant", "letter", "payment", "project_member", "member_share",
         "agreement", "publication", "published_grant", "setting", "merging", "interest"}
    )  # fmt: skip

    def __init__(self, office: Office, ask: Ask = ask_file) -> None:
        super().__init__(office, ask)
        self.found: Read | None = None
        self.every = QCheckBox(self.tr("aussi sous 23\u202f000\u00a0€ par an"))
        self.every.toggled.connect(lambda _on: self.read())
        self.table = PillRows(
            self.tr("Lignes à publier"),
            [(self.tr("Publication"), 112), (self.tr("Numéro"), 100), (self.tr("Bénéficiaire"), 240),
             (self.tr("Objet"), 0), (self.tr("Montant"), 100), (self.tr("Part"), 62),
             (self.tr("Convention"), 108), (self.tr("À publier avant"), 124)],
            right=(4, 5, 6, 7),
        )  # fmt: skip
        self.state = StatePanel(self.table)
        self.stops = PillRows(
            self.tr("Ne peut pas être publié"),
            [(self.tr("Retenu"), 112), (self.tr("Numéro"), 100), (self.tr("Bénéficiaire"), 240),
             (self.tr("Pourquoi"), 0), (self.tr("Que faire"), 330)],
        )  # fmt: skip
        self.who, self.last = text(), text(caption=True)
        self.authority = Button(self.tr("&Qui publie…"), "landmark")
        self.write = Button(self.tr("&Écrire le fichier…"), "file-down", kind="primary")
        self.publish = Button(self.tr("&Noter la publication…"), "check")
        self.open = Button(self.tr("Ouvrir le d&ossier"), "file-text")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = Row()
        top.setSpacing(10)
        top.addWidget(self.year)
        top.addWidget(self.every)
        top.addWidget(self.who, 1)
        top.addWidget(self.authority)
        foot = Row()
        foot.setSpacing(8)
        foot.addWidget(self.last, 1)
        for button in (self.open, self.publish, self.write):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.table, 5)
        column.addWidget(self.stops, 3)
        column.addWidget(self.notice)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.table.picked.connect(lambda _what: self._tell_line())
        self.state.action_wanted.connect(lambda: self.every.setChecked(True))
        for table in (self.table, self.stops):
            table.opened.connect(lambda _what: self.open_dossier())
        deeds: list[Deed] = [
            (
                self.write,
                self.tr("Données ouvertes\u00a0: écrire le fichier…"),
                "Ctrl+Return",
                self.ask_write,
            ),
            (self.publish, self.tr("Données ouvertes\u00a0: noter la publication…"), "F2", self.ask_publish),
            (self.authority, self.tr("Données ouvertes\u00a0: qui publie…"), "F4", self.ask_authority),
            (self.open, self.tr("Données ouvertes\u00a0: ouvrir le dossier"), "Ctrl+I", self.open_dossier),
        ]
        self._actions = screen_deeds(self, deeds)

    # Reading

    def asked(self) -> Asked:
        """What is chosen now."""
        from desktop.flow.open_data import Asked

        return Asked(self.chosen_year(), every=self.every.isChecked())

    def gather(self, progress: Progress) -> Any:
        from desktop.flow.open_data import delays, prepare, shares_of

        asked = self.asked()
        found = prepare(progress.session, asked)
        years = sorted({one.year for one in shares_of(progress.session, found.funder)})
        late = [one for one in delays(progress.session) if asked.year in (None, one.share.year)]
        return Read(found, late, publications(progress.session), years)

    def show_found(self, found: Any) -> None:
        self.found = found
        self.offer_years(found.years, every=self.tr("Toutes les années"))
        waits = {(one.share.dossier, one.share.member): one for one in found.delays}
        lines = [
            line_line(one, waits.get((one.share.dossier, one.share.member))) for one in found.found.lines
        ]
        self.table.show_again(lines, self.table.current())
        self.stops.show_again([held_line(one) for one in found.found.stops], self.stops.current())
        self._tell_states(found)
        giver = found.found.giver
        number = giver.siret or self.tr("à renseigner")
        self.who.setText(self.tr("{0}, SIRET {1}").format(giver.name, number))
        self._tell_line()
        held(self.publish, self._office.why_not("publish"), on=bool(lines) and bool(giver.siret))
        held(self.authority, self._office.why_not("settings"))
        self.write.setEnabled(bool(lines) and bool(giver.siret))
        self.open.setEnabled(bool(lines or found.found.stops))
        if not giver.siret:
            words = self.tr("Le SIRET {0} n’est pas renseigné\u00a0: il ne s’invente pas (F4).")
            self.notice.tell(words.format(de_(giver.name)), "warn")
        self.tell_status()

    def _tell_states(self, found: Read) -> None:
        if found.found.lines:
            self.state.hide()
        else:
            words = self.tr(
                "Aucune aide notifiée ou conventionnée ne dépasse 23\u202f000\u00a0€ par an dans ce choix."
            )
            every = "" if self.every.isChecked() else self.tr("Montrer toutes les aides")
            self.state.tell("empty", self.tr("Rien à publier"), words, every)
        self.stops.setVisible(bool(found.found.stops))
        self.table.setColumnHidden(_PART, not any(one.share.member for one in found.found.lines))

    def _tell_line(self) -> None:
        """What was published last, and what was settled to make the line in front valid."""
        what: Any = self.table.current()
        notices = what.notices if what is not None else ()
        words = [self._last(self.found.told if self.found else [])]
        words += [self.tr("* {0}").format(notice) for notice in notices]
        self.last.setText("\n".join(words))

    def _last(self, told: list[PublicationRow]) -> str:
        if not told:
            return self.tr("Rien n’est encore noté comme publié.")
        row = told[0]
        day = dt.date.fromisoformat(row.published_on[:10]) if row.published_on else None
        said = self.tr("Publié le {0} à l’adresse {1} ({2} lignes)")
        return said.format(f"{day:%d/%m/%Y}" if day else "–", row.url, row.line_count)

    def tell_status(self) -> None:
        if self.found is None:
            return
        found = self.found
        late = sum(one.state == "late" for one in found.delays)
        soon = sum(one.state == "soon" for one in found.delays)
        amount = euros(sum(line.share.voted or 0 for line in found.found.lines))
        lines, stops = len(found.found.lines), len(found.found.stops)
        said = self.tr("{0} {1}, {2}    {3} {4}    {5} en retard, {6} bientôt").format(
            lines, plural(lines, self.tr("ligne"), self.tr("lignes")), amount,
            stops, plural(stops, self.tr("retenue"), self.tr("retenues")), late, soon,
        )  # fmt: skip
        self.status.emit(said + self.tr("    Ctrl+Entrée écrire    F2 noter la publication    F4 qui publie"))

    def shown(self) -> None:
        super().shown()
        self.table.setFocus()

    # Deeds

    def open_dossier(self) -> None:
        """Open the dossier of the table that has the keyboard."""
        table = self.stops if self.stops.hasFocus() else self.table
        what: Any = table.current()
        if what is not None:
            self.open_one(what.share.dossier, [line.what.share.dossier for line in table.rows.lines])

    def ask_write(self) -> None:
        """Ask where, then write the file that the schema wants."""
        if self.found is None or not self.write.isEnabled():
            return
        year = self.chosen_year()
        name = f"subventions-{year}.csv" if year else "subventions.csv"
        out = self._ask(
            self, self.tr("Écrire les données ouvertes"), name, self.tr("Données ouvertes (*.csv)")
        )
        if out is None:
            return
        from desktop.flow.open_data import content, prepare

        asked = self.asked()
        what = self.tr("Données ouvertes des subventions")
        self.write_file(out, what, lambda reader: content(reader, prepare(reader, asked)))

    def ask_publish(self) -> None:
        """Ask where and when the file was published, and write it down with each of its grants."""
        from desktop.ui.duties.data_dialogs import PublishedDialog

        if self.found is None or not self.publish.isEnabled():
            return
        read, year = self.found, self.chosen_year()

        def then(url: str, day: dt.date | None) -> str:
            from desktop.flow.open_data import content, publish

            if day is None:
                return self.tr("Dites quel jour le fichier a été publié.")
            why, _key = attempt(
                self._office, publish, lines=read.found.lines,
                content=content(self._office.reader, read.found), year=year, url=url, published_on=day,
            )  # fmt: skip
            return why

        PublishedDialog(self, len(read.found.lines), then).open()

    def ask_authority(self) -> None:
        """Ask under which SIRET the authority publishes."""
        from desktop.flow.open_data import set_authority
        from desktop.ui.duties.data_dialogs import AuthorityDialog

        if self.found is None or not self._office.may("settings"):
            return

        def then(siret: str) -> str:
            why, _done = attempt(self._office, set_authority, siret=siret)
            if not why:
                self.notice.tell("")
            return why

        AuthorityDialog(self, self.found.found.giver, then).open()
