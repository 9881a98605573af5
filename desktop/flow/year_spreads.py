"""The parts of the yearly report: each table in words, rounded to the euro, what is unknown told under it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from db.queries.figures import Cross
from desktop.flow.figures import Figures
from desktop.flow.figures_sheet import sheet_of
from desktop.flow.figures_years import by_year_of, entered
from desktop.flow.year_told import YearTold
from desktop.letters.year_report import Spread, Table
from desktop.rules.ages import LABELS as AGES
from desktop.rules.bars import Bar, Bars
from desktop.rules.figures import BY, grouped, whole_euros, words_of
from desktop.rules.french import plural
from desktop.rules.territory import SHADES

TINTS = ("", "#edf3fa", "#d8e6f4", "#bad3ec", "#93b9df")  # lighter to darker: told apart in grey too
_SMALL = ("renewal", "wave")  # a few rows: they follow on the same page
HIDDEN = "Non nommé (intérêt déclaré)"
_STATES = {
    "awaited": "Attendus", "received": "Reçus, à contrôler", "accepted": "Acceptés",
    "returned": "À compléter", "waived": "Dispensés",
}  # fmt: skip


def axis_spread(found: Figures, bars: Bars, said: Collection[str] = ()) -> Spread:
    """One axis: its chart, its table, its notes but those `said` already for all of them."""
    sheet = sheet_of(found)
    head, *rows = sheet.lines()
    table = Table(
        tuple(head),
        tuple(map(tuple, rows)),
        totals=1,
        wide=(2.3, *[1.0] * len(sheet.heads)),
        about=sheet.title,
    )
    notes = tuple(note for note in found.notes if note not in said)
    title = BY[found.asked.by].removeprefix("des ")
    fresh = found.asked.by not in _SMALL
    return Spread(title[0].upper() + title[1:], (), bars, table, (" ".join(notes),) if notes else (), fresh)


def shown_on_paper(found: Figures) -> Figures:
    """Without the funders and themes of which nothing is to be said this year."""
    if found.asked.by not in ("funder", "theme"):
        return found
    return replace(found, rows=tuple(row for row in found.rows if row.dossiers))


def grid_spread(told: YearTold) -> Spread:
    """Challenges down, quarters across: what is granted, and under it how many dossiers asked."""
    rows, columns = told.axis("challenge").rows, told.axis("quarter").rows
    columns = tuple(row for row in columns if row.code or row.dossiers)
    rows = tuple(row for row in rows if row.code or row.dossiers)
    cells = {(cell.challenge, cell.quarter): cell for cell in told.cross}
    most = max((cell.granted or 0 for cell in told.cross), default=0)
    lines, shades = [], []
    for row in rows:
        found = [cells.get((row.code, column.code)) for column in columns]
        lines.append((row.label, *map(_cell, found), _both(row.granted, row.dossiers)))
        shades.append(("", *(TINTS[_shade(cell, most)] for cell in found), ""))
    whole = told.whole
    totals = (_both(column.granted, column.dossiers) for column in columns)
    lines.append(("En tout", *totals, _both(whole.granted, whole.dossiers)))
    heads = ("Défi", *(column.label for column in columns), "En tout")
    words = (
        "Chaque case dit ce qui est accordé, et dessous combien de dossiers demandaient. Plus la case est "
        "foncée, plus elle reçoit ; un tiret dit que personne n’a rien demandé là.",
    )
    table = Table(
        heads, tuple(lines), 1, tuple(shades), wide=(2.0, *[1.2] * (len(heads) - 1)),
        about="Grille des défis et des quartiers",
    )  # fmt: skip
    return Spread("Défis × quartiers", words, None, table)


def _both(granted: int | None, dossiers: int) -> str:
    return f"{words_of(granted, 'granted')}\n{grouped(dossiers)} doss."


def _cell(cell: Cross | None) -> str:
    return "–" if cell is None else _both(cell.granted, cell.dossiers)


def _shade(cell: Cross | None, most: int) -> int:
    if cell is None or not cell.granted or most <= 0:
        return 0
    return min(SHADES, -(-cell.granted * SHADES // most))


def people_spread(told: YearTold) -> Spread:
    """Who is reached, by age and sex; those of whom no age is told have their own line."""
    order = {code: at for at, code in enumerate(AGES)}
    rows = [
        (AGES.get(age.code, age.code), grouped(age.dossiers), _n(age.people), _n(age.women), _n(age.men))
        for age in sorted(told.ages, key=lambda age: order.get(age.code, 99))
    ]
    whole = told.whole
    aged = sum(age.people or 0 for age in told.ages)
    rest = (whole.beneficiaries or 0) - aged
    if rest > 0:
        known = [sum(getattr(age, sex) or 0 for age in told.ages) for sex in ("women", "men")]
        sexes = [(whole.women or 0) - known[0], (whole.men or 0) - known[1]]
        rows.append(("Âge non dit", "", grouped(rest), *map(grouped, sexes)))  # type: ignore[arg-type]  # two
    rows.append((
        "En tout", grouped(whole.dossiers - whole.no_people), _n(whole.beneficiaries), _n(whole.women),
        _n(whole.men),
    ))  # fmt: skip
    table = Table(
        ("Âge", "Dossiers", "Personnes", "Femmes", "Hommes"),
        tuple(rows),
        1,
        about="Public par âge et par sexe",
    )
    notes = [note for note in told.axes[0].notes if note.startswith("Public ") or "sexe" in note]
    return Spread("Public par âge et par sexe", (), _people_bars(told), table, tuple(notes))


def _people_bars(told: YearTold) -> Bars | None:
    order = {code: at for at, code in enumerate(AGES)}
    bars = tuple(
        Bar(
            age.code,
            AGES.get(age.code, age.code),
            age.women,
            f"{_n(age.women)} / {_n(age.people)}",
            age.people,
        )
        for age in sorted(told.ages, key=lambda age: order.get(age.code, 99))
    )
    legend = (
        "Contour : personnes. Hachures : femmes. Le premier nombre dit les femmes, le second tout le monde."
    )
    return Bars("Femmes, parmi les personnes de chaque âge", "", bars, legend) if bars else None


def _n(value: int | None) -> str:
    return words_of(value, "beneficiaries")


def actions_spread(told: YearTold) -> list[Spread]:
    """Every granted action under each of its quarters."""
    names = {row.code: row.label for row in told.axis("quarter").rows}
    lines: list[tuple[str, ...]] = []
    groups = []
    for code, name in names.items():
        inside = [row for row in told.actions if code in (row.quarters.split(",") if row.quarters else [""])]
        if not inside:
            continue
        groups.append(len(lines))
        count = f"{name}\u00a0: {len(inside)} {plural(len(inside), 'action accordée', 'actions accordées')}"
        lines.append((count, "", "", "", "", ""))
        for row in inside:
            others = [names[other] for other in row.quarters.split(",") if other and other != code]
            shown = (row.number, row.applicant, row.title) if not row.closed else ("–", HIDDEN, "–")
            granted = words_of(row.granted, "granted")
            lines.append((*shown, ", ".join(others), granted, words_of(row.paid, "paid")))
    if not lines:
        return [Spread("Actions accordées, par quartier", ("Aucune action n’est accordée cette année.",))]
    heads = ("N°", "Porteur", "Action", "Aussi à", "Accordé", "Versé")
    table = Table(
        heads, tuple(lines), groups=tuple(groups), wide=(1.1, 2.6, 3.2, 1.6, 1.1, 1.1), texts=4,
        about="Actions accordées, par quartier",
    )  # fmt: skip
    words = ("Une action de plusieurs quartiers est dite sous chacun, avec son montant entier.",)
    return [Spread("Actions accordées, par quartier", words, None, table)]


def agreements_spread(told: YearTold) -> Spread:
    """The conventions of several years: promised, voted, paid for this year."""
    rows = [
        (row.number, HIDDEN if row.closed else row.applicant, "–" if row.closed else row.title,
         whole_euros(row.promised), whole_euros(row.voted), whole_euros(row.paid))
        for row in told.agreements
    ]  # fmt: skip
    if not rows:
        return Spread("Conventions de plusieurs années", ("Aucune convention ne porte sur cette année.",))
    sums = [sum(getattr(row, name) for row in told.agreements) for name in ("promised", "voted", "paid")]
    rows.append(("En tout", "", "", *map(whole_euros, sums)))  # type: ignore[arg-type]  # three of them
    table = Table(
        ("Convention", "Porteur", "Objet", "Promis", "Voté", "Versé"), tuple(rows), 1,
        wide=(1.3, 2.6, 3.0, 1.1, 1.1, 1.1), texts=3, about="Conventions de plusieurs années",
    )  # fmt: skip
    return Spread(
        "Conventions de plusieurs années",
        ("« Promis » compte ce qui est reporté de l’année d’avant.",),
        None,
        table,
    )


def paid_spread(told: YearTold) -> Spread:
    """By funder: granted this year, paid of it so far, and what left the till within the year."""
    year = {row.code: row.paid for row in told.paid}
    shown = [row for row in told.axis("funder").rows if row.granted or row.paid or year.get(row.code)]
    if not shown:
        return Spread("Versements", ("Aucun versement ni accord n’est connu pour cette année.",))
    rows = [
        (row.label, words_of(row.granted, "granted"), words_of(row.paid, "paid"),
         words_of((row.granted or 0) - (row.paid or 0), "paid"), words_of(year.get(row.code, 0), "paid"))
        for row in shown
    ]  # fmt: skip
    whole, all_year = told.whole, sum(year.values())
    rest = (whole.granted or 0) - (whole.paid or 0)
    figures = (whole.granted, whole.paid, rest, all_year)
    rows.append(("En tout", *(words_of(value, "paid") for value in figures)))  # type: ignore[arg-type]  # four
    heads = (
        "Financeur", f"Accordé en {told.year}", "Versé dessus à ce jour", "Reste à verser",
        f"Versé entre le 1er janvier et le 31 décembre {told.year}",
    )  # fmt: skip
    words = (
        "Les trois premières colonnes suivent les accords de l’année ; la dernière compte les paiements "
        "datés de cette année, aussi ceux d’accords antérieurs.",
    )
    table = Table(heads, tuple(rows), 1, about="Versements par financeur")
    return Spread("Versements", words, None, table, fresh=False)


def late_spread(told: YearTold) -> Spread:
    """The reports of the year: how many in each state, which are late."""
    counted = [f"{_STATES.get(row.state, row.state)} : {grouped(row.reports)}" for row in told.reports]
    words = [" ; ".join(counted) + "." if counted else "Aucun bilan n’est attendu pour cette année."]
    if counted:
        late = len(told.late)
        words.append(f"{late} {plural(late, 'bilan est', 'bilans sont')} en retard au {told.today:%d/%m/%Y}.")
    rows = [
        (
            *((row.number, row.applicant, row.title) if not row.closed else ("–", HIDDEN, "–")),
            _day(row.due_on),
            str(row.reminders),
        )
        for row in told.late
    ]
    table = Table(
        ("N°", "Porteur", "Action", "Attendu le", "Relances"), tuple(rows),
        wide=(1.1, 2.6, 3.4, 1.1, 0.9), texts=3,
        about="Bilans en retard",
    ) if rows else None  # fmt: skip
    return Spread("Bilans", tuple(words), None, table, fresh=False)


def _day(iso: str) -> str:
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"


def evolution_spread(told: YearTold, bars: Bars) -> Spread:
    """Every year until this one, an earlier contract beside them as it was entered."""
    sheet = sheet_of(told.evolution.found)
    head, *rows = sheet.lines()
    for row in told.evolution.before:
        if row.axis:
            continue
        cells = [words_of(by_year_of(row, code), code) for code in sheet.measures]
        rows.insert(0, [f"{row.from_year}-{row.to_year}, par an (saisi)", *cells])
    table = Table(
        tuple(head),
        tuple(map(tuple, rows)),
        1,
        wide=(2.3, *[1.0] * len(sheet.heads)),
        about="Au fil des années",
    )
    return Spread("Au fil des années", (), bars, table, tuple(_entered_notes(told)))


def _entered_notes(told: YearTold) -> list[str]:
    notes = []
    for row in told.evolution.before:
        if row.axis:
            continue
        parts = []
        if row.granted is not None:
            parts.append(f"{whole_euros(row.granted)} accordés")
        if row.actions is not None:
            parts.append(f"{grouped(row.actions)} actions")
        told_in = ", ".join(parts) or words_of(entered(row, "beneficiaries"), "beneficiaries")
        years = f"{row.years} {plural(row.years, 'an')}"
        notes.append(
            f"{row.contract} : {told_in} en {years}, total saisi et non recompté. Source : {row.basis}."
        )
    return notes


def sources_of(told: YearTold) -> tuple[str, ...]:
    """Where the figures come from."""
    found: Sequence[str] = [
        f"Dossiers, décisions, versements et bilans de la base Parvis, au {told.today:%d/%m/%Y}.",
        "Habitants des quartiers : ceux de la base ; faute de tous les connaître, le total dit par la ville.",
        *_entered_notes(told),
    ]
    return tuple(found)
