"""The PDF of a pack: a page that explains, the dossiers to read, fields to fill in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from desktop.letters.opinion_fields import About, FormField, with_fields
from desktop.letters.opinion_pen import BOLD, TOP, Pen, cut_short, fitting
from desktop.letters.opinion_tags import Told
from desktop.letters.page import BOTTOM, HEIGHT, INK, LEFT, LINE, MM, MUTED, RIGHT, TEXT
from desktop.rules.french import plural
from desktop.rules.money import euros
from desktop.rules.opinion_pack import VERSION, AskedPack, AskedSheet, Line, row_of
from desktop.rules.opinions import LABELS

ACCENT, WASH, GROUND = "#1d5fa8", "#e7f0fa", "#eceff1"
_BOX = 74 * MM  # height kept for the answer at the bottom of the first page of a dossier
Progress = Callable[[str, float], bool]


class Stopped(Exception):
    """Cancelled while the pages were drawn; nothing is kept."""


def control_of(pack: AskedPack) -> list[Line]:
    """What the hidden field says: the code, then each dossier with the key of its request."""
    rows = [row_of(sheet) for sheet in pack.sheets]
    return [("pack", pack.code, VERSION), *(("avis", row[1], row[2]) for row in rows)]


def form(pack: AskedPack, progress: Progress = lambda _words, _done: True) -> bytes:
    """The PDF. Raises Stopped when `progress` says no."""
    paper = _Paper(pack)
    paper.cover()
    for rank, sheet in enumerate(pack.sheets, start=1):
        if not progress(f"Dossier {sheet.number}", rank / len(pack.sheets)):
            raise Stopped
        paper.dossier(rank, sheet)
    drawn = paper.close()
    about = About(f"Avis · {pack.partner}", pack.service, pack.asked_on.isoformat(), pack.code)
    return with_fields(drawn, paper.fields, paper.told, control_of(pack), about)


class _Paper(Pen):
    """Pages drawn one after the other, and the fields that stand on them."""

    def __init__(self, pack: AskedPack) -> None:
        super().__init__()
        self._pack = pack
        self.fields: list[FormField] = []
        self._foot: list[Told] = []

    def _head(self, right: str) -> None:
        with self.under(""):
            self._edges(right)
        self.y = TOP

    def _edges(self, right: str) -> None:
        canvas = self.canvas
        self.say(LEFT, HEIGHT - 14 * MM, cut_short(f"Avis · {self._pack.partner}", 60), 8, MUTED)
        self.say(RIGHT, HEIGHT - 14 * MM, right, 8, MUTED, right=True)
        canvas.setFillColor(LINE)
        canvas.rect(LEFT, 15 * MM, TEXT, 0.6, stroke=0, fill=1)
        due = f"réponse attendue le {self._pack.due_on:%d/%m/%Y}" if self._pack.due_on else ""
        self.say(LEFT, 10.5 * MM, f"Code {self._pack.code}", 8, INK, BOLD)
        self.say(LEFT + 45 * MM, 10.5 * MM, due, 8, MUTED)
        self.say(RIGHT, 10.5 * MM, f"page {self.page + 1}", 8, MUTED, right=True)

    def _turn(self, right: str) -> None:
        self._end_page()
        self.turn_page()
        self._head(right)

    def _end_page(self) -> None:
        self.told += self._foot
        self._foot = []

    def cover(self) -> None:
        """What is asked, how to answer, who answers, and the list of the dossiers."""
        pack = self._pack
        count = len(pack.sheets)
        self._head(f"{count} {plural(count, 'dossier')}")
        self.words(f"Votre avis sur {count} {plural(count, 'dossier')}", 20, BOLD, tag="H1")
        self.words(f"{pack.call} · demandé par {pack.service}", 10, colour=MUTED)
        self.y -= 10
        if pack.question:
            self.words(pack.question, 11)
            self.y -= 6
        due = f"Réponse attendue le {pack.due_on:%d/%m/%Y}." if pack.due_on else ""
        how = (
            "Chaque dossier se lit sur une ou deux pages ; les cases bleues, au bas de la première, sont à "
            "remplir "
            "à l’écran : un avis, et si vous le souhaitez un montant et un commentaire. Une case laissée "
            "vide reste "
            "à répondre. Enregistrez ce fichier sous le nom que vous voulez (enregistrer, non pas imprimer "
            "en PDF), "
            f"puis renvoyez-le à {pack.contact or pack.service}. Ni compte, ni mot de passe, ni connexion."
        )
        for words in (how, due):
            if words:
                self.words(words, 10)
                self.y -= 4
        self.y -= 8
        self.caption("AVIS RENDU PAR (NOM, FONCTION)", "H2")
        box = (LEFT, self.y - 22, LEFT + 110 * MM, self.y)
        self._field(FormField("par", "line", self.page, box, "Nom et fonction de la personne qui répond"))
        self.y -= 40
        self.caption("LES DOSSIERS", "H2")
        for rank, sheet in enumerate(pack.sheets, start=1):
            self._listed(rank, sheet)

    def _listed(self, rank: int, sheet: AskedSheet) -> None:
        if self.y < BOTTOM + 14:
            self._turn("Les dossiers")
        with self.under("Link", f"Aller au dossier {sheet.number}"):
            self.say(LEFT, self.y - 9, sheet.number, 8.5, ACCENT, BOLD)
            words = fitting(f"{sheet.applicant} · {sheet.title}", 8.5, 118 * MM)
            self.say(LEFT + 26 * MM, self.y - 9, words, 8.5)
            asked = euros(sheet.asked) if sheet.asked is not None else "—"
            self.say(RIGHT, self.y - 9, asked, 8.5, INK, right=True)
        self.canvas.linkRect("", f"d{rank}", (LEFT, self.y - 12, RIGHT, self.y), relative=0, thickness=0)
        self.y -= 14

    def dossier(self, rank: int, sheet: AskedSheet) -> None:
        """One dossier: what decides, the answer, then its words over as many pages as they need."""
        right = f"Fiche {rank} sur {len(self._pack.sheets)}"
        self._turn(right)
        self.canvas.bookmarkPage(f"d{rank}")
        self.canvas.addOutlineEntry(cut_short(f"{sheet.number} · {sheet.title}", 90), f"d{rank}", 0)
        self.words(cut_short(sheet.title, 240), 16, BOLD, tag="H2")
        self.y -= 2
        told = f"{sheet.applicant} · dossier {sheet.number}" + (
            f" · {sheet.quarters}" if sheet.quarters else ""
        )
        self.words(cut_short(told, 260), 9.5, colour=MUTED)
        self._frieze(sheet)
        self._figures(sheet)
        for name, words in sheet.facts:
            self.words(f"{name} : {cut_short(words, 300)}", 9)
        written = len(self.told)
        self._answer(rank, sheet)
        self._foot = self.told[written:]  # it stands at the foot: it is read when the page is
        del self.told[written:]
        bottom = BOTTOM + _BOX
        for heading, words in sheet.texts:
            bottom = self._flow(heading, words, bottom, right)
        self._end_page()

    def _frieze(self, sheet: AskedSheet) -> None:
        colours = self._pack.colours
        if not sheet.levels or len(colours) < len(sheet.levels):
            return
        self.y -= 8
        with self.under(""):  # the line under it says the marks in words
            self._cells(sheet.levels)
        if sheet.challenges:
            self.words(cut_short(sheet.challenges, 200), 8.5, colour=MUTED)

    def _cells(self, levels: Sequence[int]) -> None:
        colours, canvas = self._pack.colours, self.canvas
        wide, high = TEXT / len(levels), 16.0
        for place, level in enumerate(levels):
            left = LEFT + place * wide
            canvas.setFillColor(GROUND)
            canvas.rect(left, self.y - high, wide - 2, high, stroke=0, fill=1)
            if level:
                canvas.setFillColor(colours[place])
                canvas.rect(left, self.y - high, wide - 2, high * level / 3, stroke=0, fill=1)
            white = level >= 2
            self.say(left + wide / 2 - 2, self.y - 11, str(place + 1), 7, "#ffffff" if white else MUTED)
        self.y -= high + 4

    def _figures(self, sheet: AskedSheet) -> None:
        self.y -= 8
        told = (("Demandé", sheet.asked), ("Proposé", sheet.proposed), ("Coût de l’action", sheet.cost))
        for place, (name, amount) in enumerate(told):
            left = LEFT + place * TEXT / 3
            with self.under("P"):
                self.say(left, self.y - 8, name, 8, MUTED)
                self.say(left, self.y - 24, "—" if amount is None else euros(amount), 14, INK, BOLD)
        self.y -= 36

    def _answer(self, rank: int, sheet: AskedSheet) -> None:
        """The box to fill in, always at the same place: the foot of the dossier's first page."""
        canvas, bottom = self.canvas, BOTTOM
        with self.under(""):
            canvas.setStrokeColor(ACCENT)
            canvas.setLineWidth(0.8)
            canvas.roundRect(LEFT - 8, bottom - 4, TEXT + 16, _BOX - 10, 6, stroke=1, fill=0)
        top = bottom + _BOX - 26
        with self.under("H3"):
            self.say(LEFT, top, "VOTRE AVIS", 8, ACCENT, BOLD)
        self.say(LEFT + 52 * MM, top, "MONTANT QUE VOUS APPORTERIEZ (€)", 7, MUTED, BOLD)
        of = f"dossier {sheet.number}, {cut_short(sheet.applicant, 80)}"
        line = (top - 26, top - 6)
        self._field(
            FormField(
                f"avis_{rank}", "choice", self.page, (LEFT, line[0], LEFT + 46 * MM, line[1]),
                f"Votre avis, {of}", tuple(LABELS.values()),
            )
        )  # fmt: skip
        place = (LEFT + 52 * MM, line[0], LEFT + 92 * MM, line[1])
        self._field(FormField(f"montant_{rank}", "line", self.page, place, f"Montant en euros, {of}"))
        place = (LEFT + 104 * MM, line[0] + 4, LEFT + 104 * MM + 13, line[0] + 17)
        self._field(
            FormField(
                f"services_{rank}", "tick", self.page, place,
                f"À garder entre services, {of}", ticked=self._pack.confidential,
            )
        )  # fmt: skip
        self.say(LEFT + 104 * MM + 19, line[0] + 7, "à garder entre services", 8.5)
        self.say(LEFT, line[0] - 14, "COMMENTAIRE", 7, MUTED, BOLD)
        place = (LEFT, bottom + 4, RIGHT, line[0] - 19)
        self._field(FormField(f"commentaire_{rank}", "text", self.page, place, f"Commentaire, {of}"))

    def _field(self, field: FormField) -> None:
        left, bottom, right, top = field.box
        with self.under(""):
            self.canvas.setFillColor(WASH)
            self.canvas.setStrokeColor("#a9c4e2")
            self.canvas.setLineWidth(0.6)
            self.canvas.rect(left, bottom, right - left, top - bottom, stroke=1, fill=1)
        self.fields.append(field)
        self.told.append(Told("Form", field.page, None, field.name))

    def _flow(self, heading: str, words: str, bottom: float, right: str) -> float:
        """A heading and its words over the pages; returns where the page now ends."""
        self.y -= 8
        if self.y - 44 < bottom:
            self._turn(right)
            bottom = BOTTOM
        self.caption(heading.upper())
        for part in words.splitlines():
            left: list[Any] = [self.paragraph(part, 9.5)] if part.strip() else []
            while left:
                one = left.pop(0)
                _, high = one.wrap(TEXT, 10_000)
                if self.y - high >= bottom:
                    self._paint(one, high)
                    self.y -= high + 3
                    continue
                pieces = one.split(TEXT, max(0, self.y - bottom))
                if len(pieces) > 1:
                    _, high = pieces[0].wrap(TEXT, 10_000)
                    self._paint(pieces[0], high)
                    left = [*pieces[1:], *left]
                else:
                    left = [one, *left]
                self._turn(right)
                bottom = BOTTOM
        return bottom

    def _paint(self, words: Any, high: float) -> None:
        with self.under("P"):
            words.drawOn(self.canvas, LEFT, self.y - high)
