"""Each field of a filled form and what it means: taught, told by its tooltip or name, else by its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from desktop.exchange.cerfa_map import FormMap, Section, Spec, Taught, norm, stem
from desktop.exchange.cerfa_places import NO, YES, Places
from desktop.exchange.cerfa_widgets import Widget
from desktop.exchange.pdf_runs import Box
from desktop.exchange.table_fields import OTHER
from desktop.exchange.table_maps import SURE
from desktop.rules.identity import check_iban, check_rna, check_siret

BUDGETS = {"own_budget": "own_budget", "project_budget": "budget"}  # section -> room of its codes
_ROOMS = {"project_means": "project", "project_more": "project"}
_NOISE = re.compile(
    r"^(?:topmostsubform|form\w?\d*|formulaire\d*|subform\d*|sous ?formulaire\d*|page\d*|p\d+|area\d*|f)$"
)
_NAMELESS = re.compile(
    r"^(?:(?:texte?|text ?field|champ|field|zone ?de ?texte|case ?a ?cocher|check ?box|bouton ?radio|"
    r"button|group|groupe|undefined|fill|untitled|untitled\d*|liste|t|f|c|x|a|cac|tf|cb)[ _]*)+[\d _]*$"
    r"|^[\d _]*$"
)
_NUMBER = re.compile(r"^(?:(\d) (\d)(?: (\d))?|(\d)(\d)) ")
_ACCOUNT = re.compile(r"(?<!\d)(6\d|7\d|8[67])([\dx]?)(?!\d)")
_SIDES = re.compile(r"\b(?:charges?|produits?|budget \w+|montant|total) ")
_FUNDER_WORDS = re.compile(r"\b(?:nom|libelle|preciser|intitule|organisme|financeur|detail)\b")


@dataclass(slots=True)
class Paired:
    """A field with its meaning. `answer` is what a box of a yes-or-no question says when ticked."""

    widget: Widget
    box: Box  # upright
    code: str
    confidence: float
    section: str
    project: int
    label: str
    answer: bool | None = None


def name_words(name: str) -> str:
    """The words of a field name, without the folders of its maker; "" when they say nothing."""
    parts = [norm(part.replace("_", " ")) for part in stem(name).split(".")]
    kept = " ".join(part for part in parts if part and not _NOISE.match(part.replace(" ", "")))
    kept = re.sub(r" \d{1,2}$", "", kept) if not kept[:1].isdigit() else kept
    return "" if _NAMELESS.match(kept) else kept


class Matcher:
    """Pairs the fields of one form."""

    def __init__(self, form: FormMap, places: Places, taught: Taught | None, version: str) -> None:
        self.form, self.places, self.taught, self.version = form, places, taught, version

    def pair(self, widgets: Iterable[Widget]) -> list[Paired]:
        """All fields, in reading order."""
        widgets = list(widgets)
        for widget in widgets:
            box = self.places.upright(widget.page, widget.rect)
            self.places.fields.setdefault(widget.page, []).append(box)
        found = [self._pair(widget) for widget in widgets]
        return sorted(found, key=lambda one: (one.widget.page, round(one.box[1] / 4), one.box[0]))

    def _pair(self, widget: Widget) -> Paired:
        box = self.places.upright(widget.page, widget.rect)
        heading = self.places.at(widget.page, (box[1] + min(box[3], box[1] + 14)) / 2)
        name, tip = name_words(widget.name), norm(widget.tooltip)
        section = self._section(tip, name, heading.section if heading else None)
        code = section.code if section else ""
        made = Paired(widget, box, OTHER, 0.0, code, heading.project if heading else 0, widget.tooltip)
        said = self.taught.pairs.get(stem(widget.name)) if self.taught else None
        if widget.ticked is not None:
            self.tick(made, name, tip)
        elif code in BUDGETS and not widget.signed:
            self._money(made, name, tip)
        if made.confidence < SURE and widget.ticked is None:
            self._words(made, name, tip)
        if said is not None:
            made.code, made.confidence = said, 1.0
        return made

    def _section(self, tip: str, name: str, printed: Section | None) -> Section | None:
        """What the tooltip or the name says of the section, held against where the field stands."""
        for clue in (tip, name):
            hinted = [one for one in self.form.sections if clue and any(h.search(clue) for h in one.hints)]
            if hinted and printed not in hinted:
                if printed is not None and _ROOMS.get(printed.code) in [one.code for one in hinted]:
                    return printed
                return hinted[-1]
            number = _NUMBER.match(f"{clue} ")
            digits = " ".join(part for part in number.groups() if part) if number else ""
            for one in self.form.sections:
                if digits and one.numbers.get(self.version) == digits:
                    return one
        return printed

    # Boxes to tick

    def tick(self, made: Paired, name: str = "", tip: str = "") -> None:
        """Give a box its meaning, and what it answers when it is ticked."""
        own, question = self.places.beside_box(made.widget.page, made.box)
        said, state = norm(own), norm(made.widget.state)
        made.label = made.widget.tooltip or question or own
        made.answer = _yes_no(said, state, tip, name)
        if made.answer is None or not question:
            beside = (said, state) if made.answer is None else ()
            clues = (*beside, tip, name)
        else:
            clues = (tip, name, norm(question))
        kinds = ("tick",) if made.answer is None else ("yes", "tick")
        self._take(made, [self.best(clue, made.section, (*kinds, "yes")) for clue in clues])

    # Amounts and funders of a budget

    def _money(self, made: Paired, name: str, tip: str) -> None:
        """By tooltip or name only; what they do not say, the lines of the table do."""
        room = BUDGETS[made.section]
        for clue in (tip, name):
            account = self._account(clue)
            if account:
                named = bool(_FUNDER_WORDS.search(clue)) and account.startswith("74")
                made.code = f"{room}.funder" if named else f"{room}.{account}"
                made.confidence = 1.0
                return

    def _account(self, clue: str) -> str:
        """The line of the budget a clue names: its number, else the words it opens with, or after a side."""
        starts = [clue, *(clue[found.end() :] for found in _SIDES.finditer(clue))]
        number = _ACCOUNT.search(clue)
        if number:
            starts = [clue[number.end() :].strip(), clue[number.start() :], *starts]
        side = next((one for one in ("charge", "produit") if re.match(rf"{one}s?\b", clue)), "")
        for start in starts:
            for line in self.form.lines if start else ():
                inside = number is None or line.account.startswith(number[1])
                if inside and line.side.startswith(side[:4]) and line.says(start):
                    return line.account
        exact = (number[1] + number[2], number[1]) if number else ()
        known = {line.account for line in self.form.lines}
        return next((one for one in exact if one in known), "")

    # Everything else

    def _words(self, made: Paired, name: str, tip: str) -> None:
        printed = self.places.beside_text(made.widget.page, made.box)
        made.label = made.label or printed
        clues = [(tip, 1.0), (name, 1.0), (norm(printed), 0.85)]
        ranked = []
        for clue, trust in clues:
            spec, how = self.best(clue, made.section, ())
            ranked.append((spec, how, trust))
        # A tooltip or a name that says it all goes before the words printed beside, these before a guess.
        ranked.sort(key=lambda one: (-one[1] * one[2], -one[2]))
        spec, how, trust = ranked[0]
        if spec is not None and how:
            made.code, made.confidence = spec.code, trust if how == 2 else trust - 0.05
        elif made.confidence < SURE:
            made.code, made.confidence = self._likely(made.section, [clue for clue, _ in clues])

    def best(self, clue: str, section: str, kinds: tuple[str, ...]) -> tuple[Spec | None, int]:
        """The answer a clue tells best, and how well; `kinds` of boxes, none for what is written."""
        room = _ROOMS.get(section, section)
        best: tuple[Spec | None, int, bool] = (None, 0, False)
        if not clue:
            return None, 0
        for spec in self.form.specs:
            if section in BUDGETS and spec.section != section:
                continue  # the lines of a budget are no other answer, whatever their words
            if (spec.kind in ("tick", "yes")) != bool(kinds) or (kinds and spec.kind not in kinds):
                continue
            home = _ROOMS.get(spec.section, spec.section)
            how = spec.says(clue, spec.section if home == room else "")
            if how and (how, home == room) > best[1:]:
                best = (spec, how, home == room)
        return best[:2]

    def room(self, section: str) -> str:
        """The part of the form a section belongs to: an action is printed in several."""
        return _ROOMS.get(section, section)

    def _take(self, made: Paired, found: list[tuple[Spec | None, int]]) -> None:
        for wanted in (2, 1):
            for spec, how in found:
                if spec is not None and how == wanted:
                    made.code, made.confidence = spec.code, 1.0 if how == 2 else 0.9
                    return

    def _likely(self, section: str, clues: list[str]) -> tuple[str, float]:
        """A doubtful proposal: the answer of this section whose name is the likest."""
        room = _ROOMS.get(section, section)
        best, score = OTHER, 0.55
        for spec in self.form.specs:
            if spec.kind in ("tick", "yes") or _ROOMS.get(spec.section, spec.section) != room:
                continue
            for clue in clues:
                likeness = SequenceMatcher(None, clue, norm(spec.label)).ratio() if clue else 0.0
                if likeness > score:
                    best, score = spec.code, likeness
        return best, (0.5 if best != OTHER else 0.0)


SHAPED = ("applicant.siret", "applicant.rna", "applicant.iban", "applicant.bic")


def shaped(value: str) -> str:
    """The identity number a value has the shape of, "" when it has none."""
    for code, check in zip(SHAPED[:3], (check_siret, check_rna, check_iban), strict=True):
        if check(value).ok:
            return code
    return ""


def _yes_no(*clues: str) -> bool | None:
    for clue in clues:
        found = set(clue.split()) & {YES, NO}
        if len(found) == 1:
            return found == {YES}
    return None
