"""One sheet for each dossier: frieze, amounts, summary, analysis, opinions, points, financing, decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.letters.pack_model import Challenge, Fiche, Funder, Voice
from desktop.letters.sheets import look as k
from desktop.letters.sheets.changed import lines_changed, parts_gone, told_before
from desktop.letters.sheets.drawing import financing, frieze, plan_height
from desktop.letters.sheets.flow import Bearing, Block, Flow
from desktop.letters.sheets.look import MM, led_lines, lines_of, one_line
from desktop.letters.sheets.ruling import BOX, decision_box
from desktop.rules.french import euros, plural
from desktop.rules.grid import LABELS
from desktop.rules.money import percent

UNKNOWN = "—"
PROPOSAL = "Proposition de l’instruction"


@dataclass(frozen=True, slots=True)
class Setting:
    """What sheets of one pack share, hashable: it is part of the key under which a laid sheet is kept."""

    bearing: Bearing
    challenges: tuple[Challenge, ...]
    funders: tuple[Funder, ...]
    quarters: tuple[tuple[str, str], ...]  # code, short name
    year: int
    public: bool = False  # for residents: no internal remark, no check, no confidential opinion

    def places(self, codes: Sequence[str]) -> str:
        names = dict(self.quarters)
        return ", ".join(names.get(code, code) for code in codes)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet stands in its pack; `before` is what it said in the version compared with."""

    rank: int
    count: int
    anchor: str
    before: Fiche | None = None


def money(amount: int | None) -> str:
    """« 9 000 € », a dash when unknown."""
    return UNKNOWN if amount is None else euros(amount)


def lay_fiche(setting: Setting, fiche: Fiche, place: Place) -> Block:
    """The pages of one sheet; the decision stands at the foot of the last one, always at the same place.

    The airiest setting that holds on one page, else the usual one; the decision is never alone on a page.
    """
    flow = _laid(setting, fiche, place, k.USUAL)
    if len(flow.block.leaves) == 1:
        return flow.block
    snug = _laid(setting, fiche, place, k.SNUG)
    if len(snug.block.leaves) < len(flow.block.leaves):
        return snug.block
    return _laid(setting, fiche, place, k.USUAL, hold=True).block


def _laid(setting: Setting, fiche: Fiche, place: Place, look: k.Look, *, hold: bool = False) -> Flow:
    bearing = replace(setting.bearing, look=look)
    flow = Flow(bearing, right=f"Fiche {place.rank} sur {place.count}", sheet=fiche.number)
    flow.anchor(place.anchor)
    _title(flow, setting, fiche, place)
    frieze(flow, setting.challenges, fiche.levels)
    if place.before and place.before.levels != fiche.levels:
        flow.bar(flow.y + flow.look.caption.leading + 8 * MM, 8 * MM + flow.look.caption.leading)
    flow.space(flow.look.gap)
    before = place.before
    _amounts(flow, setting, fiche, before)
    _part(
        flow, "Résumé", fiche.summary or "Aucun résumé dans la demande.", before.summary if before else None
    )
    if fiche.public:
        _part(flow, "Public", fiche.public, before.public if before else None)
    _list(flow, "Analyse au regard des défis", analysis(setting, fiche),
          analysis(setting, before) if before else None, "Aucun défi n’a encore été analysé.")  # fmt: skip
    _list(flow, "Avis des partenaires", voices(fiche), voices(before) if before else None,
          "Aucun avis reçu.")  # fmt: skip
    _list(flow, "Points d’attention", points(fiche), points(before) if before else None,
          "Aucun point d’attention.")  # fmt: skip
    box = BOX - (flow.measures.bottom - k.STANDING.bottom)
    told, told_then = proposal(setting, fiche), proposal(setting, before) if before else None
    tail = 3 * look.text.leading + look.gap + look.part.leading + box
    if hold and flow.room() < tail + plan_height(flow, fiche.plan, fiche.cost):
        flow.turn()  # the financing goes with the decision, which would stand alone
    _plan(flow, fiche, before)
    if told or told_then:
        if flow.room() < tail and not hold:
            flow.turn()
        _list(flow, PROPOSAL, told, told_then, "Aucune proposition.")
    if flow.room() < box:
        flow.turn()
    decision_box(flow, fiche)
    return flow


def _title(flow: Flow, setting: Setting, fiche: Fiche, place: Place) -> None:
    look, top = flow.look, flow.y
    flow.heading(fiche.title or "Sans intitulé", look.title, "H1", after=1)
    nature = {None: "", True: "reconduction", False: "nouvelle action"}[fiche.renewal]
    parts = [fiche.applicant, f"dossier {fiche.number}", nature, setting.places(fiche.quarters), fiche.period]
    if fiche.officer:
        parts.append(f"instruit par {fiche.officer}")
    flow.text(" · ".join(part for part in parts if part), look.under)
    if fiche.added:
        flow.text("Ajouté en séance : ce dossier n’était pas à l’ordre du jour envoyé.", look.caption)
    if fiche.away:
        who = ", ".join(fiche.away)
        leave = plural(len(fiche.away), "quitte la séance", "quittent la séance")
        flow.text(f"{plural(len(fiche.away), 'Déport')} : {who} {leave} pour ce dossier.", look.caption)
    old = place.before
    if old and (old.title, old.applicant, old.quarters, old.renewal, old.period, old.away) != (
        fiche.title, fiche.applicant, fiche.quarters, fiche.renewal, fiche.period, fiche.away,
    ):  # fmt: skip
        flow.bar(top, top - flow.y)
    flow.space(8)


def figures(setting: Setting, fiche: Fiche) -> list[tuple[str, int | None, str]]:
    """The four amounts of the head of a sheet: caption, cents, what is said under it."""
    each = ""
    if fiche.cost and fiche.beneficiaries:
        each = f"{euros(fiche.cost // fiche.beneficiaries // 100 * 100)} par bénéficiaire"
    elif fiche.beneficiaries:
        each = f"{fiche.beneficiaries} bénéficiaires"
    asked_share = f"{percent(fiche.asked, fiche.cost)} du coût" if fiche.asked and fiche.cost else ""
    share = (
        f"{percent(fiche.proposed, fiche.asked)} de la demande"
        if fiche.proposed is not None and fiche.asked
        else ""
    )
    return [
        ("Demandé", fiche.asked, asked_share),
        ("Proposé", fiche.proposed, share),
        ("Coût de l’action", fiche.cost, each),
        (f"Subvention {setting.year - 1}", fiche.before, f"bilan {fiche.report}" if fiche.report else ""),
    ]


def _amounts(flow: Flow, setting: Setting, fiche: Fiche, before: Fiche | None) -> None:
    """Four amounts side by side; under one that changed, what it was."""
    look, m = flow.look, flow.measures
    every = figures(setting, fiche)
    olds = [old[1] for old in figures(setting, before)] if before else [each[1] for each in every]
    moved = olds != [each[1] for each in every]
    tall = 2 * look.caption.leading + look.figure.leading + 2 + (look.caption.leading if moved else 0)
    flow.need(tall)
    top, step = flow.y, m.text / len(every)
    for at, ((caption, amount, under), old) in enumerate(zip(every, olds, strict=True)):
        x, y = m.left + at * step, top - look.caption.size
        node = flow.top.add("P")
        flow.leaf.say(node, (one_line(caption, look.caption, step - 6),), look.caption, x, y)
        y -= look.figure.leading
        flow.leaf.say(node, (one_line(money(amount), look.figure, step - 2),), look.figure, x, y)
        y -= look.caption.leading + 1
        if under:
            flow.leaf.say(node, (one_line(under, look.caption, step - 6),), look.caption, x, y)
        if old != amount:
            told_before(flow, node, money(old), x, y - look.caption.leading, step - 6)
    flow.y = top - tall
    if moved:
        flow.bar(top, tall)
    flow.space(look.gap * 0.4)


def analysis(setting: Setting, fiche: Fiche) -> list[str]:
    """« 4 · Réussite, fort : Cœur du défi… (Description ; budget.pdf, page 2) »."""
    names = {challenge.number: challenge.short for challenge in setting.challenges}
    told = []
    for each in sorted(fiche.analysis, key=lambda a: (-a.level, a.challenge)):
        level = f", {LABELS[each.level].lower()}" if each.level else ""
        where = f" ({' ; '.join(each.references)})" if each.references else ""
        reason = each.reason.strip() or "sans motif écrit"
        told.append(f"{each.challenge} · {names.get(each.challenge, '')}{level} : {reason}{where}")
    return told


def voices(fiche: Fiche) -> list[str]:
    """« État : favorable, 4 000 €. Éviter le doublon. »"""
    told = [_voice(voice) for voice in fiche.voices]
    if fiche.waited:
        told.append(f"Attendus : {', '.join(fiche.waited)}.")
    return told


def _voice(voice: Voice) -> str:
    amount = f", {euros(voice.amount)}" if voice.amount is not None else ""
    secret = " (confidentiel)" if voice.confidential else ""
    comment = f" {voice.comment.strip()}" if voice.comment.strip() else ""
    return f"{voice.partner}{secret} : {voice.value.lower()}{amount}.{comment}"


def points(fiche: Fiche) -> list[str]:
    """The checks that count, the gravest first."""
    return [point.sentence for point in sorted(fiche.points, key=lambda p: p.level != "bad")]


def proposal(setting: Setting, fiche: Fiche) -> list[str]:
    """The officer's opinion, and the amount of each funder."""
    names = {funder.code: funder.name for funder in setting.funders}
    told = []
    if fiche.opinion:
        told.append(f"Avis {fiche.opinion.lower()}" + (f" : {fiche.motive}" if fiche.motive else "."))
    elif fiche.motive:
        told.append(fiche.motive)
    shares = [
        f"{names.get(share.funder, share.funder)} : {money(share.proposed)}"
        + (f" (demandé {euros(share.asked)})" if share.asked is not None else "")
        for share in fiche.shares
        if share.proposed is not None
    ]
    return told + ([" ; ".join(shares) + "."] if shares else [])


def _part(flow: Flow, title: str, words: str, before: str | None) -> None:
    look = flow.look
    flow.heading(title.upper(), look.part, "H2", before=look.gap, after=2, keep=2 * look.text.leading)
    _told(flow, words, before)


def _told(flow: Flow, words: str, before: str | None) -> None:
    """A paragraph with bars beside its lines that changed; `before` None when nothing is compared."""
    lines = lines_of(words, flow.look.text, flow.measures.text)
    changed = None
    if before is not None and before != words:
        changed = lines_changed(before, words, flow.look.text, flow.measures.text)
    flow.lines(lines, flow.look.text, changed=changed)


def _list(flow: Flow, title: str, told: list[str], before: list[str] | None, none: str) -> None:
    look = flow.look
    flow.heading(title.upper(), look.part, "H2", before=look.gap, after=2, keep=2 * look.text.leading)
    for words in told or [none]:
        changed = None
        if before is not None and words not in (before or [none]):
            lines = lines_of(words, look.text, flow.measures.text)
            near = next((old for old in before if old.split(":")[0] == words.split(":")[0]), "")
            changed = lines_changed(near, words, look.text, flow.measures.text) or frozenset(
                range(len(lines))
            )
        flow.lines(led_lines(words, look.text, flow.measures.text), look.text, changed=changed)
    if before is not None:
        parts_gone(flow, before, told)


def _plan(flow: Flow, fiche: Fiche, before: Fiche | None) -> None:
    look = flow.look
    flow.heading("PLAN DE FINANCEMENT", look.part, "H2", before=look.gap, after=5, keep=60)
    top, page = flow.y, len(flow.block.leaves)
    financing(flow, fiche.plan, fiche.cost)
    if before and before.plan != fiche.plan and page == len(flow.block.leaves):
        flow.bar(top, top - flow.y)
