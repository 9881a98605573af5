"""What the forms of the tests are given: invented associations, people and sums."""

from __future__ import annotations

from copy import deepcopy

from tests.exchange.cerfa_forms import Budget, Given

SHARED: dict[str, str | bool] = {
    "tick.cash": True, "tick.renewal": True, "tick.project": True, "tick.yearly": True,
    "other.to_city": "Amiens Métropole, politique de la ville",
    "applicant.name": "LES LANTERNES DU CANAL", "applicant.acronym": "LDC",
    "applicant.website": "www.lanternes.example", "applicant.siret": "901 234 567 00005",
    "applicant.rna": "W801234567", "applicant.address": "12 rue des Essais", "applicant.postcode": "80000",
    "applicant.city": "Amiens", "other.mail_address": "BP 40", "other.mail_postcode": "80090",
    "other.mail_city": "Amiens cedex", "representative.last_name": "ESSAI",
    "representative.first_name": "Maëlle",
    "representative.position": "Présidente", "representative.phone": "03 22 00 00 01",
    "representative.email": "presidence@lanternes.example", "in_charge.last_name": "PREUVE",
    "in_charge.first_name": "Noé", "in_charge.position": "Coordinateur", "in_charge.phone": "03 22 00 00 02",
    "in_charge.email": "noe@lanternes.example", "other.public_interest": "non", "other.taxed": "non",
    "other.network": "Union invention des maisons de quartier", "other.volunteers": "42", "other.civic": "2",
    "other.employees": "5", "other.fte": "3,5", "other.members": "180", "own_year": "2026",
    "signatory": "Maëlle ESSAI", "tick.up_to_date": True, "tick.commitment": True, "tick.below_ceiling": True,
    "requested": "9 000 €", "requested_year": "2026", "applicant.account_holder": "LES LANTERNES DU CANAL",
    "applicant.iban": "FR76 3000 6000 0112 3456 7890 189", "applicant.bic": "AGRIFRPP",
    "signed_on": "12/01/2026", "signed_at": "Amiens",
}  # fmt: skip
PROJECT: dict[str, str | bool] = {
    "city_policy": "oui", "title": "Lanternes d’hiver", "texts.objectives": "Rompre l’isolement des aînés.",
    "texts.description": "Ateliers de fabrication le mercredi.\nGrande marche le 20 décembre.",
    "texts.public": "60 habitants, dont 35 femmes", "texts.territory": "Amiens Nord et Étouvie",
    "texts.means": "Salle prêtée, outillage", "staff.benevoles": "12", "staff.benevoles.etpt": "0,5",
    "staff.salaries": "2", "staff.salaries.etpt": "0,8", "staff.cdi": "1", "staff.volontaires": "1",
    "starts_on": "01/09/2026", "ends_on": "31/12/2026",
    "texts.evaluation": "Nombre de participants, assiduité",
    "asked": "9 000", "share": "45", "project_year": "2026",
}  # fmt: skip
BUDGET: Budget = {
    "60": "3 500", "601": "2 500", "60x": "1 000", "61": "1 200", "613": "1 200", "62": "4 300",
    "622": "3 000", "625": "1 300,00 €", "64": "11 000", "641": "8 500", "645": "2500",
    "total_charges": "20 000", "86": "4 000", "864": "4 000", "70": "1 500",
    "74etat:1": ("ANCT (politique de la ville)", "4 000"), "74etat:2": ("DRAC", "1 500"),
    "74region:1": ("Région Hauts-de-France", "1 000"), "74com:1": ("Amiens Métropole", "9 000"),
    "74com:2": ("Ville d’Amiens", "2 000"), "74aidespriv": "500", "756": "500",
    "total_products": "20 000", "87": "4 000", "870": "4 000",
}  # fmt: skip
OWN: Budget = {
    "60": "20 000", "601": "20000", "64": "90 000", "641": "70 000", "645": "20 000",
    "total_charges": "110 000", "70": "30 000", "74dep:1": ("Département de la Somme", "25 000"),
    "74com:1": ("Ville d’Amiens", "40 000"),
    "74orgasoc:1": ("CAF de la Somme", "15 000"), "total_products": "110 000",
}  # fmt: skip


def one(version: str = "06") -> Given:
    """A form with one project."""
    given = Given(version, dict(SHARED), [dict(PROJECT)], dict(OWN), [dict(BUDGET)])
    if version == "05":
        del given.shared["tick.commitment"]
    return given


def three() -> Given:
    """A form with three projects of one association."""
    given = one()
    for rank, (title, asked) in enumerate(
        (("Cuisine ouverte", "3 200"), ("Vélos remis en route", "1 800")), 2
    ):
        project = dict(
            PROJECT, title=title, asked=asked, starts_on=f"0{rank}/02/2026", ends_on=f"0{rank}/06/2026"
        )
        project["texts.objectives"] = f"But du projet {rank}"
        given.projects.append(project)
        lines = {"60": asked, "604": asked, "total_charges": asked, "74com:1": ("Amiens Métropole", asked)}
        given.budgets.append({**lines, "total_products": asked})
    given.shared["requested"] = "14 000"
    return deepcopy(given)
