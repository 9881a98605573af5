"""The fields a letter may hold: one catalogue for templates, pre-flight and the editing screen.

The data given to `merge` is a plain nested dict whose keys are the names below, split at the dot:
{"porteur": {"nom": …, "adresse": [ligne, ligne], …}, "decision": {"montant": 900000, …}, …}.
Money is int cents, dates are `datetime.date`, unknown is None, "" or an absent key.
Some lists hold mappings: `decision.financeurs` [{"nom", "montant"}], `dossier.quartiers` [{"nom", "de"}]
where `de` is « d’Étouvie », `dossier.defis` [{"numero", "nom"}], `dossier.budget` [{"cote", "nom",
"montant"}] (charge or product), `retour.defis` [{"nom", "forts", "faibles", "remarques"}], lists of words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import TypeAlias

from desktop.letters.fields_years import YEARS

Value: TypeAlias = "str | int | bool | date | Sequence[Value] | Mapping[str, Value] | None"
Data: TypeAlias = Mapping[str, Value]

FIELDS: dict[str, tuple[str, Value]] = YEARS | {
    "courrier.numero": ("Numéro du courrier, celui du registre", "AAP 2025-0107 / D-2025-041"),
    "courrier.date": ("Date du courrier", date(2025, 3, 14)),
    "courrier.vos_references": ("Références du porteur (facultatif)", ""),
    "porteur.nom": ("Nom du porteur", "Association Lire en Bas de Chez Soi"),
    "porteur.nature": ("Nature : association, school, public ou other", "association"),
    "porteur.siret": ("SIRET du porteur", "123 456 789 00012"),
    "porteur.rna": ("Numéro RNA du porteur (facultatif)", "W802001234"),
    "porteur.forme": ("Forme juridique du porteur (facultatif)", "association déclarée"),
    "porteur.adresse": ("Lignes de l’adresse, sans le code postal", ["12 place du Marché"]),
    "porteur.code_postal": ("Code postal", "80000"),
    "porteur.ville": ("Ville", "Amiens"),
    "representant.civilite": ("Civilité : Madame, Monsieur ou vide", "Madame"),
    "representant.fonction": ("Fonction du représentant légal", "Présidente"),
    "representant.nom": ("Prénom et nom du représentant (facultatif)", "Claire Exemple"),
    "dossier.numero": ("Numéro du dossier", "2025-0107"),
    "dossier.titre": ("Intitulé de l’action", "Livre et lecture de rue, pied d’immeuble"),
    "dossier.recu": ("Date de réception de la demande", date(2025, 1, 9)),
    "dossier.demande": ("Montant demandé", 1_200_000),
    "dossier.cout": ("Coût total de l’action (facultatif)", 2_400_000),
    "dossier.debut": ("Début de l’action (facultatif)", date(2025, 3, 1)),
    "dossier.fin": ("Fin de l’action (facultatif)", date(2025, 12, 31)),
    "dossier.deja": (
        "D’une demande remaniée : où elle fut déjà présentée (facultatif)",
        "déjà présenté en première vague (dossier 2025-0012), refusé pour : action sans lien avec les défis",
    ),
    "dossier.quartiers": ("Quartiers de l’action", [{"nom": "Étouvie", "de": "d’Étouvie"}]),
    "dossier.defis": (
        "Défis retenus",
        [{"numero": 4, "nom": "Promouvoir la réussite des enfants et des jeunes"}],
    ),
    "dossier.description": (
        "Description de l’action, un paragraphe chacun",
        ["Des séances de lecture au pied des immeubles, deux fois par semaine."],
    ),
    "dossier.indicateurs": (
        "Évaluation prévue et indicateurs, un paragraphe chacun (facultatif)",
        ["Nombre d’enfants présents à chaque séance, tenu par les animateurs."],
    ),
    "dossier.budget": (
        "Budget prévisionnel de l’action",
        [
            {"cote": "charge", "nom": "64 Charges de personnel", "montant": 2_400_000},
            {"cote": "product", "nom": "74 Amiens Métropole", "montant": 1_200_000},
            {"cote": "product", "nom": "70 Ventes et prestations", "montant": 1_200_000},
        ],
    ),
    "appel.nom": ("Nom de l’appel", "appel à projets du contrat de ville « Engagements Quartiers 2030 »"),
    "appel.annee": ("Année de l’appel", 2025),
    "appel.vague": ("Vague (facultatif)", "première vague"),
    "appel.prochaine": ("Clôture de la prochaine vague (facultatif)", date(2025, 6, 15)),
    "comite.date": ("Date du comité", date(2025, 3, 12)),
    "deliberation.numero": ("Numéro de la délibération (facultatif)", "12"),
    "deliberation.date": ("Date de la délibération", date(2025, 3, 13)),
    "decision.montant": ("Montant accordé, tous financeurs", 900_000),
    "decision.financeurs": (
        "Part de chaque financeur",
        [
            {"nom": "Amiens Métropole", "montant": 500_000},
            {"nom": "État, programme 147", "montant": 400_000},
        ],
    ),
    "decision.conditions": ("Conditions, une phrase chacune", ["fournir l’attestation d’assurance à jour"]),
    "decision.motifs": ("Motifs, une phrase chacun", ["l’enveloppe disponible ne permettait pas davantage."]),
    "decision.a_completer": ("Ce qui est à compléter avant un nouvel examen", ["un budget à l’équilibre"]),
    "decision.versements": ("Nombre de versements : 1 ou 2", 1),
    "decision.acompte": ("Montant du premier versement, s’il y en a deux", 450_000),
    "decision.solde": ("Montant du solde, s’il y a deux versements", 450_000),
    "decision.jours": ("Délai de réponse du porteur, en jours (en-tête à défaut)", 15),
    "decision.convention": ("Une convention est à signer (déduit du montant à défaut)", False),
    "decision.service": ("Service vers qui la demande est orientée", "la direction de la culture"),
    "decision.service_contact": ("Coordonnées de ce service (facultatif)", "culture@exemple.invalid"),
    "decision.renonce": ("Date du retrait demandé par le porteur", date(2025, 3, 3)),
    "convention.montant": (
        "Part que la convention attribue (déduite à défaut : celle de la collectivité)",
        500_000,
    ),
    "projet.chef": ("Chef de file d’une proposition coordonnée (facultatif)", "Maison Exemple des Jeux"),
    "projet.membres": ("Nombre de membres du projet (facultatif)", 4),
    "projet.montant": ("Montant accordé à tout le projet (facultatif)", 2_400_000),
    "projet.role": ("Rôle du membre : chef de file ou partenaire (facultatif)", "partenaire"),
    "projet.conduit": ("Ce membre est le chef de file", False),
    "projet.tache": ("Ce que fait le membre dans le projet (facultatif)", "les ateliers du mercredi"),
    "projet.reversement": ("Clause qui permet de reverser entre membres (facultatif)", ""),
    "retour.defis": (
        "Ce que les notes destinées au porteur disent de chaque défi",
        [
            {
                "nom": "Défi 4, Réussite",
                "forts": ["Un besoin bien décrit, au plus près des familles."],
                "faibles": ["Les partenaires de l’école restent à nommer."],
                "remarques": [],
            }
        ],
    ),
    "decision.premier_numero": (
        "Numéro du courrier d’une première décision, rouverte depuis (facultatif)",
        "",
    ),
    "decision.premier_jour": ("Date de la première notification", date(2025, 3, 20)),
    "changement.nature": ("Nature du changement demandé", "dates"),
    "changement.dates": ("Le changement porte sur les dates", True),
    "changement.contenu": ("Le changement porte sur le contenu", False),
    "changement.ramene": ("Le changement ramène le montant", False),
    "changement.renonce": ("Le porteur renonce à l’action", False),
    "changement.deprogramme": ("L’action est déprogrammée", False),
    "changement.demande": ("Date de la demande de changement", date(2025, 9, 15)),
    "changement.raison": ("Raison du changement, une phrase", "La salle n’est libre qu’à partir d’octobre."),
    "changement.debut": ("Nouveau début de l’action (facultatif)", date(2025, 10, 1)),
    "changement.fin": ("Nouvelle fin de l’action (facultatif)", date(2026, 3, 31)),
    "changement.debut_avant": ("Début avant le changement (facultatif)", date(2025, 3, 1)),
    "changement.fin_avant": ("Fin avant le changement (facultatif)", date(2025, 12, 31)),
    "changement.montant": ("Montant de la subvention après le changement", 600_000),
    "changement.avant": ("Montant de la subvention avant le changement", 900_000),
    "changement.texte": ("Nouveau contenu de l’action (facultatif)", "Un atelier de plus le mercredi."),
    "changement.chiffres": ("Montants que citent la raison et la réponse (facultatif)", []),
    "changement.reponse": ("Réponse au changement, une phrase (facultatif)", "L’action garde son sens."),
    "reversement.montant": ("Montant à reverser", 120_050),
    "reversement.raison": ("Pourquoi cette somme est à reverser, une phrase", "L’action a coûté moins."),
    "reversement.chiffres": ("Montants que cite cette phrase (facultatif)", []),
    "reversement.limite": ("Date jusqu’à laquelle la somme est attendue", date(2026, 9, 30)),
    "reversement.decide": ("Date de la décision de reversement", date(2026, 8, 30)),
    "reversement.titre": ("Numéro du titre de recette (facultatif)", ""),
    "reversement.financeur": ("Financeur qui a versé la somme", "Amiens Métropole"),
    "reversement.verse": ("Ce que ce financeur a versé", 500_000),
    "reversement.verse_le": ("Date du dernier versement (facultatif)", date(2025, 5, 6)),
    "bilan.date": ("Date du compte rendu financier (déduite à défaut)", date(2026, 6, 30)),
    "bilan.annee": ("Année de la subvention dont le bilan est attendu", 2025),
    "bilan.nom": ("Nom du bilan : compte rendu financier, bilan intermédiaire", "compte rendu financier"),
    "bilan.objet": ("Relance, seconde relance ou mise en demeure", "relance"),
    "bilan.rang": ("Rang de la relance : 1, 2, ou 3 pour la mise en demeure", 1),
    "bilan.rappel": ("Date de la relance précédente (facultatif)", date(2026, 7, 15)),
    "bilan.echu": ("Le jour du bilan est passé", True),
    "bilan.limite": ("Date jusqu’à laquelle la réponse est attendue", date(2026, 8, 31)),
    "bilan.subvention": ("Subvention attribuée, tous financeurs (facultatif)", 900_000),
    "bilan.recu": ("Date d’arrivée du bilan (facultatif)", date(2026, 6, 12)),
    "bilan.issue": ("Issue de l’action : done ou not_done", "done"),
    "bilan.non_employe": ("Somme non employée (facultatif)", 0),
    "bilan.a_corriger": ("Ce qui est à corriger, une phrase chacun", ["le tableau n’est pas équilibré."]),
    "accuse.rejet": ("Date du rejet implicite (déduite à défaut)", date(2025, 3, 9)),
    "accuse.nouveau_rejet": ("Date du rejet implicite, suspension comptée", date(2025, 3, 24)),
    "pieces.manquantes": ("Pièces manquantes", ["relevé d’identité bancaire"]),
    "pieces.inexactes": ("Pièces à remplacer (facultatif)", []),
    "pieces.date_limite": ("Date limite d’envoi des pièces", date(2025, 1, 31)),
    "demande.date": ("Date de la demande de pièces qui attend sa réponse", date(2025, 1, 14)),
    "demande.limite": ("Date jusqu’à laquelle sa réponse est attendue", date(2025, 1, 29)),
    "demande.echue": ("Cette date est passée", False),
    "suivi.nom": ("Agent qui suit l’affaire", "A. Exemple"),
    "suivi.telephone": ("Son téléphone", "03 22 00 00 00"),
    "suivi.courriel": ("Son courriel", "politique-ville@exemple.invalid"),
    "organisme.nom": ("Nom de la collectivité (en-tête)", "Amiens Métropole"),
    "organisme.service": ("Direction ou service (en-tête)", "Direction de la politique de la ville"),
    "organisme.adresse": ("Adresse de la collectivité (pied de page)", "BP 2720, 80027 Amiens Cedex 1"),
    "organisme.telephone": ("Téléphone du service (en-tête)", "03 22 00 00 00"),
    "organisme.courriel": ("Courriel du service (en-tête)", "politique-ville@exemple.invalid"),
    "organisme.ville": ("Ville d’où l’on écrit (en-tête)", "Amiens"),
    "signataire.nom": ("Prénom et nom du signataire", "Camille Exemple"),
    "signataire.qualite": ("Qualité du signataire", "La directrice"),
    "signataire.mention": ("Mention de délégation", "Pour le Président et par délégation,"),
    "signataire.debut": ("Début de la délégation", date(2025, 1, 1)),
    "signataire.fin": ("Fin de la délégation", date(2026, 12, 31)),
    "copies": ("Destinataires d’une copie (facultatif)", ["Préfecture de la Somme"]),
    "pieces_jointes": ("Pièces jointes (facultatif)", ["Charte graphique « Engagements Quartiers 2030 »"]),
}

# Worked out by `merge` from the fields above; a template may use them, nobody has to give them.
DERIVED: dict[str, tuple[str, Value]] = {
    "civilite": ("Formule d’appel", "Madame la Présidente"),
    "porteur.votre": ("Possessif et nature du porteur", "votre association"),
    "appel.de": ("L’appel avec son article élidé", "de l’appel à projets du contrat de ville"),
    "dossier.lieu": ("Les quartiers, avec article", "pour le quartier d’Étouvie"),
    "dossier.titre_defis": ("Les défis, avec leur intitulé", "au titre du défi 4, Promouvoir la réussite"),
    "decision.part": ("Part du coût couverte", "37 %"),
    "decision.plusieurs": ("Plusieurs financeurs", True),
}

LISTS = frozenset(name for name, (_, example) in FIELDS.items() if isinstance(example, list))


def example() -> dict[str, Value]:
    """The data of the examples of the catalogue, nested as `merge` expects it."""
    data: dict[str, Value] = {}
    for name, (_, value) in deepcopy(FIELDS).items():
        room, _, key = name.partition(".")
        if key:
            inner = data.setdefault(room, {})
            assert isinstance(inner, dict)
            inner[key] = value
        else:
            data[room] = value
    return data


def known(name: str) -> bool:
    """Whether a template may name this field."""
    return name in FIELDS or name in DERIVED


def lookup(data: Data, name: str) -> Value:
    """The value of a dotted name, None when any part is absent."""
    value: Value = data
    for part in name.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value
