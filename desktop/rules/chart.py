"""The chart of accounts of the Cerfa 12156 budget, and how to find an account from what people write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from desktop.rules.folding import fold, words

Side = Literal["charge", "product"]
VOLUNTARY = frozenset({"86", "87"})


@dataclass(frozen=True, slots=True)
class Account:
    """One line of the chart; `parent` is empty for a post. `hints` are words people use for it."""

    code: str
    label: str
    side: Side
    parent: str = ""
    hints: str = ""

    @property
    def post(self) -> str:
        """The post this account adds up in."""
        return self.parent or self.code


def _charge(code: str, label: str, parent: str = "", hints: str = "") -> Account:
    return Account(code, label, "charge", parent, hints)


def _product(code: str, label: str, parent: str = "", hints: str = "") -> Account:
    return Account(code, label, "product", parent, hints)


CHART: tuple[Account, ...] = (
    _charge("60", "Achats", "", "achat materiel alimentation"),
    _charge("601", "Achats matières et fournitures", "60", "fournitures petit materiel pedagogique denrees"),
    _charge("604", "Prestations de services", "60", "prestataire intervenant intervention"),
    _charge("60x", "Autres fournitures", "60", "eau gaz electricite energie carburant"),
    _charge("61", "Services extérieurs"),
    _charge("613", "Locations", "61", "location loyer salle"),
    _charge("615", "Entretien et réparation", "61", "reparations maintenance nettoyage"),
    _charge("616", "Assurance", "61", "assurances"),
    _charge("618", "Documentation", "61", "abonnement livres"),
    _charge("62", "Autres services extérieurs"),
    _charge("622", "Rémunérations intermédiaires et honoraires", "62", "honoraire comptable formateur"),
    _charge("623", "Publicité, publication", "62", "communication affiches flyers impression"),
    _charge("625", "Déplacements, missions", "62", "transport deplacement voyage reception"),
    _charge("62x", "Services bancaires, autres", "62", "banque telephone poste internet"),
    _charge("63", "Impôts et taxes", "", "impot taxe"),
    _charge("631", "Impôts et taxes sur rémunération", "63"),
    _charge("635", "Autres impôts et taxes", "63"),
    _charge("64", "Charges de personnel"),
    _charge("641", "Rémunération des personnels", "64", "salaire salaires remunerations brut"),
    _charge("645", "Charges sociales", "64", "cotisations urssaf patronales"),
    _charge("647", "Autres charges de personnel", "64", "formation mutuelle medecine"),
    _charge("65", "Autres charges de gestion courante", "", "redevance"),
    _charge("66", "Charges financières", "", "interets agios"),
    _charge("67", "Charges exceptionnelles"),
    _charge("68", "Dotation aux amortissements", "", "amortissement provisions engagements"),
    _charge("69", "Impôt sur les bénéfices (IS) ; participation des salariés"),
    _charge("CHARGINDIRECT", "Charges indirectes affectées au projet", "", "indirecte"),
    _charge("chgfixe", "Charges fixes de fonctionnement", "CHARGINDIRECT", "fixe siege quote part"),
    _charge("fraisfin", "Frais financiers", "CHARGINDIRECT"),
    _charge("autchgindirect", "Autres charges indirectes", "CHARGINDIRECT"),
    _charge("excprev", "Excédent prévisionnel (bénéfice)", "CHARGINDIRECT"),
    _charge("86", "Emplois des contributions volontaires en nature"),
    _charge("860", "Secours en nature", "86"),
    _charge("861", "Mise à disposition gratuite de biens et services", "86", "pret local gratuit"),
    _charge("862", "Prestations en nature", "86"),
    _charge("864", "Personnel bénévole", "86", "benevolat benevoles"),
    _product(
        "70",
        "Vente de produits finis, de marchandises, prestations de services",
        "",
        "recette usagers billetterie",
    ),
    _product("73", "Dotations et produits de tarification"),
    _product("74", "Subventions d’exploitation", "", "subvention"),
    _product("74etat", "État", "74", "ministere bop anct prefecture drac ddets ars fipd dilcrah p147"),
    _product("74region", "Région", "74", "regional"),
    _product("74dep", "Département", "74", "departemental"),
    _product(
        "74epci",
        "Communautés de communes ou d’agglomérations",
        "74",
        "metropole communaute agglomeration epci",
    ),
    _product("74com", "Communes", "74", "commune ville mairie municipal"),
    _product(
        "74orgasoc", "Organismes sociaux (CAF, etc.)", "74", "caf cpam msa carsat allocations familiales"
    ),
    _product("74fe", "Fonds européens", "74", "europe fse feder europeen"),
    _product(
        "74agenceserv", "Agence de services et de paiement (emplois aidés)", "74", "asp aide emploi civique"
    ),
    _product("74x", "Autres établissements publics", "74", "etablissement bailleur fonjep"),
    _product("74aidespriv", "Aides privées", "74", "fondation mecene prive entreprise"),
    _product("75", "Autres produits de gestion courante"),
    _product("756", "Cotisations", "75", "cotisation adherents adhesions"),
    _product("758", "Dons manuels - mécénat", "75", "don collecte"),
    _product("750", "Autres produits de gestion", "75"),
    _product("76", "Produits financiers"),
    _product("77", "Produits exceptionnels"),
    _product("78", "Reprises sur amortissements et provisions", "", "report ressources affectees utilisees"),
    _product("79", "Transfert de charges"),
    _product("RESSPROPRES", "Ressources propres affectées au projet", "", "fonds propres autofinancement"),
    _product("insufprevisionnel", "Autofinancement (insuffisance prévisionnelle)", "RESSPROPRES"),
    _product("87", "Contributions volontaires en nature"),
    _product("870", "Bénévolat", "87", "benevole benevoles"),
    _product("871", "Prestations en nature", "87"),
    _product("875", "Dons en nature", "87", "don"),
)
BY_CODE: dict[str, Account] = {account.code: account for account in CHART}
_FOLDED: dict[str, Account] = {fold(account.code): account for account in CHART}
_EMPTY = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "etc", "l", "la", "le", "les", "ou"}
)
_TERMS: dict[str, frozenset[str]] = {
    a.code: frozenset(words(f"{a.label} {a.hints}")) - _EMPTY for a in CHART
}  # fmt: skip


def number_of(code: str) -> str:
    """The number printed for an account: « 74 » of "74etat", "" of what has none."""
    found = re.match(r"\d{2,4}", code)
    return found[0] if found else ""


def accounts(side: Side, parent: str = "") -> list[Account]:
    """The posts of a side, or the accounts under one of them, in the order of the form."""
    return [account for account in CHART if account.side == side and account.parent == parent]


def nearest_account(text: str, side: Side | None = None) -> Account | None:
    """The account meant by a code ("64", "6411", "74etat") or by words; None if nothing is near."""
    exact = _FOLDED.get(fold(text))
    if exact and side in (None, exact.side):
        return exact
    number = re.match(r"\s*(\d{2,6})(?!\d)", text)
    if number:
        found = _by_number(number[1])
        if found and side in (None, found.side):
            # "74 - Subvention de la CAF": the words may tell which line of the post.
            finer = _by_words(text[number.end() :], found.side, found.code) if found.code == "74" else None
            return finer or found
    return _by_words(text, side)


def _by_number(digits: str) -> Account | None:
    return next((BY_CODE[digits[:n]] for n in (3, 2) if digits[:n] in BY_CODE), None)


def _by_words(text: str, side: Side | None, parent: str | None = None) -> Account | None:
    said = frozenset(words(text)) - _EMPTY
    best: tuple[int, float, Account] | None = None
    for account in CHART:
        if side not in (None, account.side) or (parent is not None and account.parent != parent):
            continue
        common = said & _TERMS[account.code]
        if not common:
            continue
        label = frozenset(words(account.label)) - _EMPTY
        # Most words in common first; then the account whose own name is the most fully said.
        rank = (len(common), len(said & label) / len(label))
        if best is None or rank > best[:2]:
            best = (*rank, account)
    return best[2] if best else None
