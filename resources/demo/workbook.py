"""Lays the applications out as the spreadsheet export of démarches-simplifiees."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from reading import EXPORTED, RESOURCES, Application, read

INSTANT = "yyyy-mm-dd h:mm AM/PM"
DAY = "yyyy-mm-dd"
OFFICERS = "instructeur.un@example.org instructrice.deux@example.org"

ACCOUNTS = {
    "60": "60 - Achats",
    "61": "61 - Services extérieurs",
    "62": "62 - Autres services extérieurs",
    "63": "63 - Impôts et taxes",
    "64": "64 - Charges de personnel",
    "65": "65 - Autres charges de gestion courante",
    "68": "68 - Dotation aux amortissements",
    "86": "86 - Emplois des contributions volontaires en nature",
    "70": "70 - Vente de produits finis, prestations de services",
    "74": "74 - Subventions d'exploitation",
    "75": "75 - Autres produits de gestion courante",
    "87": "87 - Contributions volontaires en nature",
    "RP": "Ressources propres affectées au projet",
}
# Who follows the file when it is not the legal representative.
CONTACTS = ["Camille Lilas", "Sacha Romarin", "Nour Cytise", "Dominique Seringat", "Alix Cormoran"]
# The columns of pieces, in the order of the form; the keys are the codes of resources/pieces.
PIECES = {
    "statuts": "Statuts",
    "rib": "RIB",
    "comptes": "Comptes annuels du dernier exercice clos",
    "bilan": "Bilan de l'action N-1 (en cas de renouvellement)",
    "recepisse": "Récépissé de déclaration en préfecture",
    "dirigeants": "Liste des dirigeants",
    "sirene": "Avis de situation Sirene",
    "cer": "Contrat d'engagement républicain signé",
    "rapport": "Rapport d'activité",
    "budget": "Budget prévisionnel de la structure",
    "deliberation": "Délibération autorisant la demande",
    "signature_chef": "Signature du chef d'établissement",
    "ligne_budgetaire": "Ligne au budget de l'établissement",
}
OWN = ("Amiens Métropole", "Etat - Politique", "Ville d'Amiens")


def own_asked(row: dict[str, Any]) -> int:
    """Euros asked from the funders of the contract, read in the lines of account 74."""
    return sum(
        int(line["amount"])
        for line in row["products"]
        if line["account"] == "74" and str(line["funder"]).startswith(OWN)
    )


def from_quarter(row: dict[str, Any]) -> int:
    """How many of the public live in a priority quarter: seven out of eight when the source does not say."""
    return int(row.get("from_quarter", row["people"] - row["people"] // 8))


class Words:
    """Full labels of challenges and quarters, as the form proposes them."""

    def __init__(self) -> None:
        grid = read(RESOURCES / "grids" / "engagements-quartiers-2030.toml")
        # A form has ordinary spaces where the screen of the program has no-break ones.
        self.challenges = {c["code"]: str(c["title"]).replace("\u00a0", " ") for c in grid["challenge"]}
        quarters = read(RESOURCES / "quarters" / "amiens-2024.toml")
        self.quarters = {q["code"]: f"{q['code']} - {q['name']}" for q in quarters["quarter"]}


def system_cells(item: Application) -> list[tuple[str, Any]]:
    last = item.instructed or item.updated
    return [
        ("ID", item.number),
        ("Email", item.applicant.mail),
        ("FranceConnect ?", False),
        ("Entreprise raison sociale", item.applicant.register_name),
        ("À archiver", False),
        ("État du dossier", item.data["state"]),
        ("Dernière mise à jour le", max(last, item.updated)),
        ("Dernière mise à jour du dossier le", item.updated),
        ("Déposé le", item.submitted),
        ("Passé en instruction le", item.instructed),
        ("Traité le", None),
        ("Motivation de la décision", None),
        ("Instructeurs", OFFICERS if item.instructed else None),
    ]


def people_cells(item: Application) -> list[tuple[str, Any]]:
    who = item.applicant.data
    first, last = CONTACTS[item.rank % len(CONTACTS)].split()
    alone = item.rank % 4 == 0
    return [
        ("Fréquence de la demande", "Renouvellement" if item.data["renewal"] else "Première demande"),
        ("Numéro RNA", item.applicant.rna or None),
        ("Civilité du représentant légal", who["civility"]),
        ("Nom", str(who["last_name"]).upper()),
        ("Prénom", who["first_name"]),
        ("Fonction", who["role"]),
        ("Téléphone", f"03 00 00 01 {item.applicant.rank:02}"),
        ("Adresse électronique", item.applicant.mail),
        ("Nom", None if alone else last.upper()),
        ("Prénom", None if alone else first),
        ("Téléphone", None if alone else f"06 00 00 01 {item.applicant.rank:02}"),
        ("Titulaire du compte bancaire", who.get("account_holder", item.applicant.name)),
        ("IBAN", item.applicant.iban),
    ]


def action_cells(item: Application, words: Words) -> list[tuple[str, Any]]:
    row = item.data
    return [
        ("Intitulé de l'action", row["title"]),
        ("Défi principal du contrat de ville", words.challenges[row["challenge"]]),
        ("Autres défis concernés", ", ".join(words.challenges[c] for c in row["other_challenges"]) or None),
        ("Quartiers prioritaires concernés", ", ".join(words.quarters[q] for q in row["quarters"])),
        ("Constat de départ et besoins repérés", row.get("need")),
        ("Description de l'action", row["description"]),
        ("Objectifs poursuivis et résultats attendus", row["objectives"]),
        ("Public visé", ", ".join(row["audience"])),
        ("Nombre de bénéficiaires directs attendus", row["people"]),
        ("dont femmes", row["women"]),
        ("Nombre de bénéficiaires habitant un quartier prioritaire", from_quarter(row)),
        ("Moyens mis en œuvre", row.get("means")),
        ("Partenaires de l'action", row.get("partners")),
        ("Calendrier de l'action", row.get("calendar")),
        ("Date de début de l'action", row["starts"].isoformat()),
        ("Date de fin de l'action", row["ends"].isoformat()),
        ("Lieu principal de réalisation", row["place"]),
        ("Commune de réalisation", f"Amiens ({item.applicant.data['postcode']})"),
        ("Commune de réalisation (Code INSEE)", "80021"),
        ("Commune de réalisation (Département)", "80 – Somme"),
        ("Méthode d'évaluation et indicateurs", row["evaluation"]),
    ]


def missing_pieces(item: Application) -> list[str]:
    """Labels of the pieces that this kind of applicant must give and did not."""
    asked = read(RESOURCES / "pieces" / f"{item.applicant.data['kind']}.toml")["piece"]
    moments = {"once", "yearly", "request", *(["renewal"] if item.data["renewal"] else [])}
    wanted = [piece for piece in asked if piece["required"] and piece["when"] in moments]
    return [str(piece["label"]) for piece in wanted if piece["code"] not in item.data["files"]]


def money_cells(item: Application) -> list[tuple[str, Any]]:
    row, files = item.data, item.data["files"]
    names = [str(p["funder"]) for p in row["products"] if p["account"] == "74"]
    others = [name for name in names if not name.startswith(OWN)]
    state = any(name.startswith("Etat") for name in names)
    missing = missing_pieces(item)
    return [
        ("Budget total de l'action (€)", row["cost"]),
        ("Montant sollicité au titre du contrat de ville (€)", row["asked"]),
        ("Avez-vous sollicité un autre financeur public ?", "Oui" if others else "Non"),
        ("Financeur principal sollicité", "Etat;BOP 147 - Politique de la ville" if state else None),
        *((label, files.get(code)) for code, label in PIECES.items()),
        (
            "J'atteste sur l'honneur l'exactitude des informations et la signature du contrat"
            " d'engagement républicain",
            "on",
        ),
        ("Le dossier est-il complet ?", ("Non" if missing else "Oui") if item.instructed else None),
        ("Pièces manquantes", ", ".join(missing) or None),
        ("Avis du délégué du préfet", "Favorable;Sans réserve" if item.rank in {1, 5, 11, 16} else None),
        ("Montant proposé (€)", 0),
        ("Commentaire de l'instructeur", None),
    ]


def register_cells(item: Application) -> list[tuple[str, Any]]:
    who, data = item.applicant, item.applicant.data
    number, street = str(data["street"]).split(" ", 1)
    kind, way = street.split(" ", 1)
    code, form, naf, activity = who.form
    founded: date = data["founded"]
    society = who.rna != ""
    return [
        ("Dossier ID", item.number),
        ("Champ", "Dossier"),
        ("Établissement SIRET", who.siret),
        ("Etablissement enseigne", None),
        ("Établissement siège social", True),
        ("Établissement NAF", naf),
        ("Établissement libellé NAF", activity),
        (
            "Établissement Adresse",
            f"{who.register_name}\n{data['street'].upper()}\n{data['postcode']} AMIENS\nFRANCE",
        ),
        ("Établissement numero voie", number),
        ("Établissement type voie", kind.upper()),
        ("Établissement nom voie", way.upper()),
        ("Établissement complément adresse", None),
        ("Établissement code postal", data["postcode"]),
        ("Établissement localité", "AMIENS"),
        ("Établissement code INSEE localité", "80021"),
        ("Entreprise SIREN", who.siren),
        ("Entreprise capital social", None),
        ("Entreprise numero TVA intracommunautaire", None),
        ("Entreprise forme juridique", form),
        ("Entreprise forme juridique code", code),
        ("Entreprise nom commercial", None),
        ("Entreprise raison sociale", who.register_name),
        ("Entreprise SIRET siège social", who.siret),
        ("Entreprise code effectif entreprise", "00"),
        ("Entreprise date de création", founded),
        ("Entreprise état administratif", "actif"),
        ("Entreprise nom", None),
        ("Entreprise prénom", None),
        ("Association RNA", who.rna or None),
        ("Association titre", who.register_name if society else None),
        ("Association objet", data.get("purpose") if society else None),
        ("Association date de création", founded if society else None),
        ("Association date de déclaration", founded if society else None),
        ("Association date de publication", founded if society else None),
    ]


def fill(sheet: Worksheet, rows: list[list[tuple[str, Any]]]) -> None:
    """Header white on black, instants and days as real dates, as the portal writes them."""
    sheet.append([label for label, _ in rows[0]])
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color="000000")
    for row in rows:
        sheet.append([value for _, value in row])
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            if isinstance(cell.value, datetime):
                cell.number_format = INSTANT
            elif isinstance(cell.value, date):
                cell.number_format = DAY


def opinions(items: list[Application]) -> list[list[tuple[str, Any]]]:
    said = read(RESOURCES / "demo" / "source" / "opinions.toml")["opinion"]
    known = {item.number for item in items}
    labels = ("Dossier ID", "Introduction", "Réponse", "Question", "Réponse oui/non", "Créé le", "Répondu le")
    keys = ("number", "introduction", "answer", "question", "yes", "asked", "answered")
    rows: list[list[tuple[str, Any]]] = []
    for one in said:
        if one["number"] not in known:
            raise ValueError(f"Avis sur un dossier inconnu : {one['number']}")
        cells = [(label, one.get(key)) for label, key in zip(labels, keys, strict=True)]
        rows.append([*cells, ("Instructeur", "instructeur.un@example.org"), ("Expert", one["expert"])])
    return rows


def block(items: list[Application], key: str, labels: dict[str, str]) -> list[list[tuple[str, Any]]]:
    """The rows of a repeatable block; labels: column title by key of the source."""
    rows: list[list[tuple[str, Any]]] = []
    for item in items:
        for line, entry in enumerate(item.data[key], 1):
            cells = [(title, ACCOUNTS.get(entry[name], entry[name])) for name, title in labels.items()]
            rows.append([("Dossier ID", item.number), ("Ligne", line), *cells])
    return rows


def build(items: list[Application], path: Path) -> None:
    words = Words()
    book = Workbook()
    book.properties.creator = "Parvis, données de démonstration"
    book.properties.created = EXPORTED
    book.remove(book.worksheets[0])
    staff = {"status": "Statut", "people": "Nombre de personnes", "full_time": "Nombre en ETPT"}
    spent = {"account": "Compte", "detail": "Précision", "amount": "Montant (€)"}
    income = {"account": "Compte", "funder": "Financeur", "amount": "Montant (€)", "state": "État"}
    sheets = {
        "Dossiers": [
            system_cells(i) + people_cells(i) + action_cells(i, words) + money_cells(i) for i in items
        ],
        "Etablissements": [register_cells(i) for i in items],
        "Avis": opinions(items),
        "(5100050) Moyens humains": block(items, "staff", staff),
        "(5100060) Charges previsionnelles": block(items, "charges", spent),
        "(5100070) Produits previsionnels": block(items, "products", income),
    }
    for title, rows in sheets.items():
        fill(book.create_sheet(title[:30]), rows)
    book.save(path)
