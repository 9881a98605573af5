"""Cerfa 12156 forms made by a script: what they are given is what a reader must find in them.

The blank form cannot be had here, so its pages are drawn again with its words, and their fields are named
after several habits: a form designer's folders, the numbers and labels that Acrobat makes up, tooltips only,
or nothing at all.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDE, HIGH = A4
Budget = dict[str, str | tuple[str, str]]
MARGIN = 42.0

CHARGES = (
    ("60", "60 - Achats"), ("604", "Prestations de services"), ("601", "Achats matières et fournitures"),
    ("60x", "Autres fournitures"), ("61", "61 - Services extérieurs"), ("613", "Locations"),
    ("615", "Entretien et réparation"), ("616", "Assurance"), ("618", "Documentation"),
    ("62", "62 - Autres services extérieurs"), ("622", "Rémunérations intermédiaires et honoraires"),
    ("623", "Publicité, publication"), ("625", "Déplacements, missions"),
    ("62x", "Services bancaires, autres"),
    ("63", "63 - Impôts et taxes"), ("631", "Impôts et taxes sur rémunération"),
    ("635", "Autres impôts et taxes"), ("64", "64 - Charges de personnel"),
    ("641", "Rémunération des personnels"), ("645", "Charges sociales"),
    ("647", "Autres charges de personnel"), ("65", "65 - Autres charges de gestion courante"),
    ("66", "66 - Charges financières"), ("67", "67 - Charges exceptionnelles"),
    ("68", "68 - Dotations aux amortissements,|provisions et engagements à réaliser"),
    ("69", "69 - Impôt sur les bénéfices (IS) ;|participation des salariés"),
    ("", "CHARGES INDIRECTES RÉPARTIES"), ("chgfixe", "Charges fixes de fonctionnement"),
    ("fraisfin", "Frais financiers"), ("autchgindirect", "Autres"),
    ("total_charges", "TOTAL DES CHARGES"), ("", "CONTRIBUTIONS VOLONTAIRES EN NATURE"),
    ("86", "86 - Emplois des contributions volontaires en nature"), ("860", "860 - Secours en nature"),
    ("861", "861 - Mise à disposition gratuite de biens et services"), ("862", "862 - Prestations"),
    ("864", "864 - Personnel bénévole"),
)  # fmt: skip
PRODUCTS = (
    ("70", "70 - Vente de produits finis, de|marchandises, prestations de services"),
    ("73", "73 - Dotations et produits de tarification"), ("74", "74 - Subventions d’exploitation"),
    ("74etat", "État : préciser le(s) ministère(s) sollicité(s)"), ("74etat:1", ""), ("74etat:2", ""),
    ("74region", "Conseil-s Régional(aux) :"), ("74region:1", ""),
    ("74dep", "Conseil-s Départemental(aux) :"), ("74dep:1", ""),
    ("74com", "Communes, communautés de communes|ou d’agglomérations :"), ("74com:1", ""),
    ("74com:2", ""), ("74orgasoc", "Organismes sociaux (CAF, etc. détailler) :"), ("74orgasoc:1", ""),
    ("74fe", "Fonds européens (FSE, FEDER, etc.)"),
    ("74agenceserv", "L’agence de services et de paiement (emplois aidés)"),
    ("74x", "Autres établissements publics"), ("74aidespriv", "Aides privées (fondation)"),
    ("75", "75 - Autres produits de gestion courante"), ("756", "756. Cotisations"),
    ("758", "758. Dons manuels - Mécénat"), ("76", "76 - Produits financiers"),
    ("77", "77 - Produits exceptionnels"), ("78", "78 - Reprises sur amortissements et provisions"),
    ("79", "79 - Transfert de charges"), ("", ""), ("RESSPROPRES", "Ressources propres affectées au projet"),
    ("", ""), ("", ""), ("total_products", "TOTAL DES PRODUITS"), ("", ""),
    ("87", "87 - Contributions volontaires en nature"), ("870", "870 - Bénévolat"),
    ("871", "871 - Prestations en nature"), ("", ""), ("875", "875 - Dons en nature"),
)  # fmt: skip
FUNDED = re.compile(r"74\w+:\d")
_TITLES = {
    "74etat": "État", "74region": "Région", "74dep": "Département", "74com": "Communes",
    "74orgasoc": "Organismes sociaux",
}  # fmt: skip


@dataclass
class Given:
    """What is written in a form. Budgets: account -> text; "74etat:1" -> (name, text)."""

    version: str = "06"
    shared: dict[str, str | bool] = field(default_factory=dict)
    projects: list[dict[str, str | bool]] = field(default_factory=list)
    own: Budget = field(default_factory=dict)
    budgets: list[Budget] = field(default_factory=list)
    next_own: Budget | None = None


@dataclass
class Slot:
    """One place to fill: where it is, what it is called, what is given for it."""

    page: int
    rect: tuple[float, float, float, float]  # left, bottom, right, top
    code: str
    label: str
    value: str | bool
    room: str  # of the form: Representant, Projet…
    number: str = ""
    project: int = 0
    lines: bool = False
    right: bool = False


class Press:
    """Draws the pages and remembers the slots; `printed` writes the values on them instead."""

    def __init__(self, given: Given, printed: bool, mute: Collection[str]) -> None:
        self.given, self.printed, self.mute = given, printed, mute
        self.slots: list[Slot] = []
        self._made = io.BytesIO()
        self.canvas = Canvas(self._made, pagesize=A4)
        self.page, self.top = 0, HIGH - 50
        self.room, self.project, self.number = "Garde", 0, ""

    def turn(self) -> None:
        self.say(f"Cerfa n° 12156*{self.given.version}", size=7, at=MARGIN, top=30)
        self.say(f"Page {self.page + 1} sur 10", size=7, at=WIDE - 110, top=30)
        self.canvas.showPage()
        self.page, self.top = self.page + 1, HIGH - 50

    def bytes(self) -> bytes:
        self.turn()
        self.canvas.save()
        return self._made.getvalue()

    def say(
        self, words: str, *, at: float = MARGIN, size: float = 9, bold: bool = False, top: float = 0
    ) -> float:
        face = "Helvetica-Bold" if bold else "Helvetica"
        self.canvas.setFont(face, size)
        self.canvas.drawString(at, top or self.top, words)
        return at + self.canvas.stringWidth(words, face, size)

    def title(self, words: str, room: str, *, size: float = 12, number: str = "") -> None:
        self.top -= 8
        self.room, self.number = room, number
        self.say(words, bold=True, size=size)
        self.top -= size + 8

    def slot(self, code: str, label: str, box: tuple[float, float, float, float], **more: bool) -> None:
        given = self.given.projects[self.project - 1] if self.project else self.given.shared
        value = given.get(code, False if more.get("tick") else "")
        more.pop("tick", None)
        made = Slot(self.page, box, code, label, value, self.room, self.number, self.project, **more)
        self.slots.append(made)
        if self.printed:
            self._write(made)

    def _write(self, slot: Slot) -> None:
        left, bottom, right, top = slot.rect
        if slot.value is True:
            self.say("X", at=left + 1, top=bottom + 1)
        elif isinstance(slot.value, str) and slot.value:
            self.canvas.setFont("Helvetica", 9)
            for rank, line in enumerate(slot.value.split("\n")):
                at = top - 9 - rank * 11 if slot.lines else bottom + 3
                if slot.right:
                    self.canvas.drawRightString(right - 2, at, line)
                else:
                    self.canvas.drawString(left + 2, at, line)

    def ask(self, *parts: tuple[str, str, float], at: float = MARGIN) -> None:
        """Labels and their fields on one line: (label, code, width of the field)."""
        left = at
        for label, code, width in parts:
            end = self.say("" if code in self.mute else f"{label} :", at=left) + 6
            self.slot(code, label, (end, self.top - 3, end + width, self.top + 10))
            left = end + width + 14
        self.top -= 19

    def write(self, label: str, code: str, height: float, note: str = "") -> None:
        """A label and under it a field of several lines."""
        self.say(f"{label} :")
        if note:
            self.top -= 10
            self.say(note, size=7)
        self.slot(code, label, (MARGIN, self.top - 5 - height, WIDE - MARGIN, self.top - 5), lines=True)
        self.top -= height + 20

    def tick(self, *boxes: tuple[str, str], at: float = MARGIN, step: float = 125) -> None:
        for rank, (label, code) in enumerate(boxes):
            left = at + rank * step
            self.slot(code, label, (left, self.top - 2, left + 9, self.top + 8), tick=True)
            self.say(label, at=left + 14)
        self.top -= 17

    def yes_no(self, question: str, code: str) -> None:
        end = self.say(question) + 14
        given = self.given.projects[self.project - 1] if self.project else self.given.shared
        said = given.get(code, "")
        for rank, word in enumerate(("oui", "non")):
            left = end + rank * 44
            box = (left, self.top - 2, left + 9, self.top + 8)
            value = said == word
            self.slots.append(
                Slot(self.page, box, code, f"{question} {word}", value, self.room, self.number, self.project)
            )
            if self.printed:
                self._write(self.slots[-1])
            self.say(word, at=left + 13)
        self.top -= 18

    def budget(self, given: Budget) -> None:
        self.say("CHARGES", bold=True, at=MARGIN)
        self.say("Montant", bold=True, at=235)
        self.say("PRODUITS", bold=True, at=302)
        self.say("Montant", bold=True, at=505)
        self.top -= 14
        for charge, product in zip(CHARGES, PRODUCTS, strict=True):
            self._half(given, *charge, at=MARGIN, amount=232)
            self._half(given, *product, at=302, amount=500)
            self.top -= 17.5

    def _half(self, given: Budget, code: str, label: str, at: float, amount: float) -> None:
        for rank, line in enumerate(label.split("|")):
            self.say(line, at=at, size=7, top=self.top + 3 - rank * 7.5)
        if not code or code in ("74etat", "74region", "74dep", "74com", "74orgasoc"):
            return  # a title: the lines under it are filled
        value = given.get(code, "")
        name, text = value if isinstance(value, tuple) else ("", value)
        words = label.replace("|", " ")
        if FUNDED.fullmatch(code):
            words = f"74 {_TITLES[code[:-2]]} ligne {code[-1]}"
            box = (at, self.top - 4, amount - 4, self.top + 9)
            told = f"{words} nom du financeur"
            self._cell(Slot(self.page, box, f"{code}:nom", told, name, self.room, "", self.project))
        box = (amount, self.top - 4, amount + 58, self.top + 9)
        told = f"{words} montant"
        self._cell(Slot(self.page, box, code, told, text, self.room, "", self.project, right=True))

    def _cell(self, slot: Slot) -> None:
        self.slots.append(slot)
        if self.printed:
            self._write(slot)


def _cover(press: Press) -> None:
    press.say("ASSOCIATIONS", bold=True, size=16)
    press.say(f"N° 12156*{press.given.version}", at=430, bold=True)
    press.top -= 24
    press.say("DEMANDE DE SUBVENTION(S)", bold=True, size=16)
    press.top -= 18
    press.say("Formulaire unique")
    press.top -= 22
    press.say("Cocher la ou les case(s) correspondant à votre demande :")
    press.top -= 18
    press.tick(
        ("en numéraire (argent)", "tick.cash"), ("première demande", "tick.first"),
        ("fonctionnement global", "tick.running"), ("annuelle ou ponctuelle", "tick.yearly"),
    )  # fmt: skip
    press.tick(
        ("en nature", "tick.kind"), ("renouvellement", "tick.renewal"),
        ("projet(s)/action(s)", "tick.project"), ("pluriannuelle", "tick.multiyear"),
    )  # fmt: skip
    press.say("À envoyer à l’une ou plusieurs (selon le cas) des autorités administratives suivantes :")
    press.top -= 18
    press.ask(("Commune ou Intercommunalité", "other.to_city", 250))


def _identity(press: Press) -> None:
    old = press.given.version == "05"
    seat, head, charge = ("1.5", "1.6", "1.7") if old else ("1.6", "1.7", "1.8")
    press.title("1. Identification de l’association", "Association", number="1_1")
    press.ask(("1.1 Nom - Dénomination", "applicant.name", 330))
    press.ask(("Sigle de l’association", "applicant.acronym", 90), ("Site web", "applicant.website", 170))
    press.ask(("1.2 Numéro Siret", "applicant.siret", 180))
    press.ask(("1.3 Numéro RNA ou à défaut celui du récépissé en préfecture", "applicant.rna", 110))
    number = seat.replace(".", "_")
    press.title(f"{seat} Adresse du siège social", "Siege", size=9, number=number)
    press.ask(("Adresse", "applicant.address", 350))
    press.ask(("Code postal", "applicant.postcode", 70), ("Commune", "applicant.city", 180))
    press.title(
        f"{seat}.1 Adresse de gestion ou de correspondance", "Correspondance", size=9, number=f"{number}_1"
    )
    press.ask(("Adresse", "other.mail_address", 350))
    press.ask(("Code postal", "other.mail_postcode", 70), ("Commune", "other.mail_city", 180))
    for words, room, who in (
        (
            f"{head} Représentant-e légal-e (personne désignée par les statuts)",
            "Representant",
            "representative",
        ),
        (f"{charge} Identification de la personne chargée de la demande", "PersonneChargee", "in_charge"),
    ):
        press.title(
            words, room, size=9, number=(head if room == "Representant" else charge).replace(".", "_")
        )
        press.ask(("Nom", f"{who}.last_name", 170), ("Prénom", f"{who}.first_name", 150))
        press.ask(("Fonction", f"{who}.position", 300))
        press.ask(("Téléphone", f"{who}.phone", 110), ("Courriel", f"{who}.email", 190))


def _relations(press: Press) -> None:
    press.title("2. Relations avec l’administration", "Administration")
    press.yes_no("L’association est-elle reconnue d’utilité publique ?", "other.public_interest")
    press.yes_no("L’association est-elle assujettie aux impôts commerciaux ?", "other.taxed")
    press.title("3. Relations avec d’autres associations", "Reseau")
    press.ask(("À quel réseau, union ou fédération, l’association est-elle affiliée", "other.network", 200))
    press.title("4. Moyens humains au 31 décembre de l’année écoulée", "MoyensAsso")
    press.ask(("Nombre de bénévoles", "other.volunteers", 60))
    press.ask(("Nombre de volontaires", "other.civic", 60))
    press.ask(("Nombre total de salarié(e)s", "other.employees", 60))
    press.ask(("Nombre de salarié(e)s en équivalent temps plein travaillé (ETPT)", "other.fte", 60))
    press.ask(("Nombre d’adhérents", "other.members", 60))


def _project(press: Press, rank: int) -> None:
    press.project = rank
    press.title(f"6. Projet n° {rank} - Objet de la demande", "Projet")
    press.yes_no("Votre demande est adressée à la politique de la ville ?", "city_policy")
    press.ask(("Intitulé", "title", 400))
    press.write("Objectifs", "texts.objectives", 60)
    press.write("Description", "texts.description", 90)
    press.write(
        "Bénéficiaires", "texts.public", 50, "Caractéristiques sociales, dont nombre, âge, sexe, résidence"
    )
    press.write("Territoire", "texts.territory", 30)
    press.write("Moyens matériels et humains", "texts.means", 40)
    press.turn()
    press.say("Nombre de personnes", at=280, size=8)
    press.say("Nombre en ETPT", at=420, size=8)
    press.room = "MoyensProjet"
    press.top -= 18
    for words, code in (
        ("Bénévoles participants activement à l’action/projet", "benevoles"), ("Salarié(e)s", "salaries"),
        ("dont en CDI", "cdi"), ("dont en CDD", "cdd"), ("dont emplois aidés", "aides"),
        ("Volontaires (services civiques…)", "volontaires"),
    ):  # fmt: skip
        press.say(words)
        press.slot(f"staff.{code}", f"{words} nombre", (280, press.top - 3, 340, press.top + 10))
        press.slot(f"staff.{code}.etpt", f"{words} ETPT", (420, press.top - 3, 480, press.top + 10))
        press.top -= 18
    press.title("Date ou période de réalisation", "Projet", size=9)
    press.ask(("du", "starts_on", 90), ("au", "ends_on", 90))
    press.write("Évaluation : indicateurs proposés au regard des objectifs ci-dessus", "texts.evaluation", 60)
    press.turn()
    press.title(f"6. Budget du projet n° {rank}", "BudgetProjet")
    press.ask(("Année", "project_year", 50))
    press.budget(press.given.budgets[rank - 1])
    press.top += 4
    end = press.say("La subvention sollicitée de", size=8) + 4
    press.slot("asked", "La subvention sollicitée de", (end, press.top - 3, end + 60, press.top + 9))
    end = press.say("€, objet de la présente demande représente", at=end + 64, size=8) + 4
    press.slot("share", "représente", (end, press.top - 3, end + 30, press.top + 9))
    press.say("% du total des produits du projet.", at=end + 34, size=8)
    press.project = 0
    press.turn()


def _attestation(press: Press) -> None:
    press.title("7. Attestations", "Attestation")
    press.ask(("Je soussigné(e), (nom et prénom)", "signatory", 250))
    press.say("représentant(e) légal(e) de l’association, déclare :")
    press.top -= 16
    press.tick(
        ("que l’association est à jour de ses obligations administratives et fiscales", "tick.up_to_date")
    )
    if press.given.version != "05":
        press.tick(("que l’association souscrit au contrat d’engagement républicain", "tick.commitment"))
    press.say("que l’association a perçu un montant d’aides publiques sur les trois derniers exercices :")
    press.top -= 16
    press.tick(
        ("inférieur ou égal à 500 000 €", "tick.below_ceiling"),
        ("supérieur à 500 000 €", "tick.above_ceiling"),
        step=220,
    )  # fmt: skip
    press.ask(("demander une subvention de", "requested", 90), ("au titre de l’année", "requested_year", 60))
    press.ask(("Titulaire du compte", "applicant.account_holder", 250))
    press.ask(("IBAN", "applicant.iban", 250), ("BIC", "applicant.bic", 100))
    press.ask(("Fait le", "signed_on", 100), ("à", "signed_at", 150))


def draw(given: Given, *, printed: bool = False, mute: Collection[str] = ()) -> tuple[bytes, list[Slot]]:
    """The pages of a form, and its slots; what is `mute` has no printed label."""
    press = Press(given, printed, mute)
    _cover(press)
    press.turn()
    _identity(press)
    _relations(press)
    press.turn()
    press.title("5. Budget de l’association", "BudgetAsso")
    press.ask(("Année", "own_year", 50))
    press.budget(given.own)
    press.turn()
    if given.next_own is not None:
        press.title("5. Budget de l’association", "BudgetAsso")
        press.budget(given.next_own)
        press.turn()
    for rank in range(1, len(given.projects) + 1):
        _project(press, rank)
    _attestation(press)
    return press.bytes(), press.slots
