"""« Dossiers liés »: those tied to this one, what it was before, the renewals that wait for a word."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import queries
from db.queries.call_waves import later_waves
from db.queries.links import LinkRow, later_filing, links
from desktop.flow.links_told import first_words, proposals
from desktop.rules.journey import LABELS
from desktop.rules.links import KINDS, REWORKED, SENTENCES, End
from desktop.rules.ruling import LABELS as OUTCOMES
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button, FlowLayout, SectionTitle
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.links.dialogs import LinkDialog, RefileDialog, Wished
from desktop.ui.office import Office
from desktop.ui.screen import screen_action
from desktop.ui.tongue import euros

_AGAIN = ("refused", "adjourned", "ineligible", "redirected", "withdrawn")


class LinksSheet(WorkSheet):
    """Enter opens the dossier in front, Delete unties it."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._whole: Whole | None = None
        self.first = Notice()
        self.rows = Rows(
            self.tr("Dossiers liés"),
            [(self.tr("Lien"), 180), (self.tr("Dossier"), 92), (self.tr("Action et porteur"), 0),
             (self.tr("Appel"), 164), (self.tr("Où il en est"), 104), (self.tr("Demandé"), 86),
             (self.tr("Accordé"), 86)], None, (5, 6),
        )  # fmt: skip
        self.none = text(self.tr("Aucun dossier n’est lié à celui-ci."), caption=True)
        self.shown = Rows(
            self.tr("Reconductions possibles"),
            [(self.tr("Dossier"), 120), (self.tr("Action"), 0), (self.tr("Année"), 90)],
        )
        self.guess = SectionTitle(self.tr("Paraît reconduire"))
        self.why = text(
            self.tr("Même porteur, intitulé semblable, une année d’avant. Rien n’est lié sans votre accord."),
            caption=True,
        )
        self.buttons = self._make_buttons()
        self._lay_out()
        self.rows.activated.connect(lambda _at: self._open())
        self.rows.picked.connect(lambda _row: self._tell_buttons())
        self.shown.activated.connect(lambda _at: self._accept())

    def _make_buttons(self) -> dict[str, Button]:
        words = {
            "open": (self.tr("&Ouvrir"), "external-link", "Ctrl+Return", self._open),
            "link": (self.tr("&Lier à…"), "link", "Ctrl+Ins", self._link),
            "unlink": (self.tr("&Délier"), "x", "Del", self._unlink),
            "again": (self.tr("Déposer de &nouveau…"), "refresh-cw", "", self._refile),
            "compare": (self.tr("&Comparer avec la première version"), "columns-3", "Ctrl+Shift+Return",
                        lambda: self.place_wanted.emit("sheet:versions")),
            "accept": (self.tr("&Accepter comme reconduction"), "check", "", self._accept),
        }  # fmt: skip
        made = {}
        for name, (said, drawing, key, deed) in words.items():
            button = made[name] = Button(said, drawing, kind="plain" if name == "unlink" else "secondary")
            button.clicked.connect(lambda _checked=False, deed=deed: deed())
            if key:
                action = screen_action(self, said.replace("&", ""), key, deed)
                button.setToolTip(f"{said.replace('&', '')} ({action.shortcut().toString()})")
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        column.addWidget(text(self.tr("Dossiers liés"), 20, bold=True))
        for widget in (self.first, self.none):
            column.addWidget(widget)
        column.addWidget(self.rows, 2)
        column.addWidget(self._row("open", "link", "unlink", "compare", "again"))
        column.addSpacing(10)
        column.addWidget(self.guess)
        column.addWidget(self.why)
        column.addWidget(self.shown, 1)
        column.addWidget(self._row("accept"))
        column.addStretch(0)

    def _row(self, *names: str) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, gap=8)
        for name in names:
            flow.addWidget(self.buttons[name])
        return row

    # What the dossier asks of a sheet

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        self._whole = whole
        reader, key = self._office.reader, whole.head.id
        found, seen = links(reader, key), proposals(reader, key)
        self.rows.show_lines([_line(row) for row in found])
        self.rows.setVisible(bool(found))
        self.none.setVisible(not found)
        words, later = first_words(reader, key), later_filing(reader, key)
        if words:
            self.first.tell(f"{words[0].upper()}{words[1:]}.", "neutral")
        else:
            again = self.tr("Déposé de nouveau sous le numéro {0}.").format(later[1]) if later else ""
            self.first.tell(again, "neutral")
        self.shown.show_lines([Line((end.number, end.title, str(end.year)), "neutral", end) for end in seen])
        for widget in (self.guess, self.why, self.shown, self.buttons["accept"]):
            widget.setVisible(bool(seen))
        self.buttons["compare"].setVisible(bool(words))
        refused = whole.decision is not None and whole.decision.outcome in _AGAIN
        self.buttons["again"].setVisible(refused and later is None)
        self._tell_buttons()

    def focus(self) -> None:
        first = self.rows if self.rows.isVisibleTo(self) else self.buttons["link"]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def current(self) -> LinkRow | None:
        """The link in front."""
        at = self.rows.currentIndex()
        return self.rows.rows.lines[at.row()].what if at.isValid() and self.rows.rows.lines else None

    def _tell_buttons(self) -> None:
        writes = not self._office.read_only and self._office.may("link")
        here = self.current() is not None
        self.buttons["open"].setEnabled(here)
        self.buttons["link"].setEnabled(writes)
        self.buttons["unlink"].setEnabled(writes and here)
        self.buttons["accept"].setEnabled(writes)
        self.buttons["again"].setEnabled(not self._office.read_only and self._office.may("key_in"))

    # Deeds

    def _open(self) -> None:
        row = self.current()
        if row is not None:
            self.place_wanted.emit(f"dossier:{row.other.hex()}")

    def _link(self) -> None:
        whole = self._whole
        if whole is None or not self.buttons["link"].isEnabled():
            return

        def then(told: Wished) -> None:
            from desktop.flow.links import link

            other = queries.find(self._office.reader, told.number)
            if other is None:
                words = self.tr("Aucun dossier ne porte le numéro «\u00a0{0}\u00a0»\u00a0: rien n’est lié.")
                self._office.told.emit(words.format(told.number), "bad")
                return
            self._office.do(link, dossier=whole.head.id, other=other, kind=told.kind, comment=told.comment)

        LinkDialog(self, then).open()

    def _unlink(self) -> None:
        from desktop.flow.links import unlink

        row = self.current()
        if row is not None and self.buttons["unlink"].isEnabled():
            self._office.do(unlink, link=row.id)

    def _accept(self) -> None:
        from desktop.flow.links import link

        at = self.shown.currentIndex()
        if self._whole is not None and at.isValid() and self.buttons["accept"].isEnabled():
            end: End = self.shown.rows.lines[at.row()].what
            self._office.do(link, dossier=self._whole.head.id, other=end.key, kind="renewed")

    def _refile(self) -> None:
        whole = self._whole
        if whole is None:
            return

        def then(wave: bytes) -> None:
            from desktop.flow.refile import refile

            done = self._office.do(refile, dossier=whole.head.id, wave=wave, today=date.today())
            if done is not None:
                self.place_wanted.emit(f"dossier:{done.value.hex()}")

        waves = [
            (f"{row.title}, {row.call}" if row.call != whole.head.call else row.title, row.id)
            for row in later_waves(self._office.reader, whole.head.id)
        ]
        RefileDialog(self, waves, then).open()


def _line(row: LinkRow) -> Line:
    said = KINDS[row.kind] if row.kind != REWORKED else SENTENCES[REWORKED][not row.later]
    where = OUTCOMES.get(row.outcome or "", "") or LABELS.get(row.stage, row.stage)
    call = f"{row.year} · {row.wave}" if row.wave else str(row.year)
    cells = (
        said[0].upper() + said[1:], row.number, f"{row.title} – {row.applicant}", call, where,
        euros(row.asked) if row.asked is not None else "—", euros(row.granted) if row.granted else "—",
    )  # fmt: skip
    return Line(cells, "accent" if row.kind == REWORKED else "neutral", row)
