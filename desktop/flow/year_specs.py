"""What each table of an archive is called and holds: its file, its title, its columns and their meaning."""

from __future__ import annotations

from desktop.exchange.workbook import Kind

_Told = tuple[str, Kind, str, str] | tuple[str, Kind, str] | tuple[str, Kind] | tuple[str]
_NUMBER: _Told = ("Numéro", "text", "", "Numéro du dossier : il relie toutes les tables")
_FUNDER: _Told = ("Financeur",)
_MEMBER: _Told = (
    "Membre",
    "text",
    "",
    "Membre d’une proposition coordonnée, vide pour le porteur seul",
)

SPECS: dict[str, tuple[str, str, tuple[_Told, ...]]] = {
    "dossiers": ("dossiers.csv", "Dossiers", (
        _NUMBER, ("Année", "integer", "", "Année de l’appel, ou tranche de la convention"), ("Appel",),
        ("Vague",), ("Porteur",), ("Type de porteur", "text", "applicant"), ("SIRET",), ("RNA",),
        ("Intitulé",),
        ("Quartiers", "text", "", "Codes des quartiers, séparés par un espace (contrat/quartiers.csv)"),
        ("Défis", "text", "", "Codes des défis retenus, séparés par un espace (contrat/grille.csv)"),
        ("Étape", "text", "stage"), ("Reconduction", "text", "yes"), ("Déposé le", "datetime"),
        ("Début", "date"), ("Fin", "date"), ("Lieu",), ("Bénéficiaires", "integer"),
        ("Dont femmes", "integer"), ("Dont habitants des quartiers", "integer"),
        ("Coût", "money", "", "Coût total de l’action"), ("Demandé", "money"), ("Proposé", "money"),
        ("Accordé", "money"), ("Versé", "money", "", "Versements, sinon l’import"),
        ("Décision", "text", "outcome"), ("Décidé le", "date"), ("Notifié le", "date"), ("Délibération",),
        ("Convention",), ("Agent",), ("Reçu par", "text", "source"), ("Numéro sur le portail",),
        ("Anonymisé le", "date"), ("Éliminé le", "date"),
    )),
    "amounts": ("montants.csv", "Montants par financeur", (
        _NUMBER, ("Code du financeur",), _FUNDER, ("Demandé", "money"), ("Proposé", "money"),
        ("Accordé", "money"), ("Versé", "money"),
    )),
    "payments": ("versements.csv", "Versements", (
        _NUMBER, _FUNDER, _MEMBER, ("Nature", "text", "payment_kind"), ("Montant", "money"),
        ("Prévu le", "date"), ("Demandé le", "date"), ("Mandat",), ("Versé le", "date"),
        ("État", "text", "payment_state"), ("Raison",),
    )),
    "decisions": ("decisions.csv", "Décisions", (
        _NUMBER, ("Décision", "text", "outcome"), ("État", "text", "decision_state"), ("Décidé le", "date"),
        ("Délibération",), ("Délibération du", "date"), ("Motifs",), ("Commentaire",), ("Notifié le", "date"),
        ("Rouverte le", "date"), ("Raison de la réouverture",), ("Séance",),
    )),
    "conditions": ("conditions.csv", "Conditions", (
        _NUMBER, ("Condition",), ("Attendue le", "date"), ("Remplie le", "date"), ("Abandonnée le", "date"),
        ("Preuve ou raison",),
    )),
    "reports": ("bilans.csv", "Bilans des actions", (
        _NUMBER, ("Année", "integer"), ("Nature", "text", "report_kind"), ("État", "text", "report_state"),
        ("Issue", "text", "report_outcome"), ("Attendu le", "date"), ("Reçu le", "date"), ("Début", "date"),
        ("Fin", "date"), ("Bénéficiaires", "integer"), ("Femmes", "integer"), ("Hommes", "integer"),
        ("Habitants des quartiers", "integer"), ("Subvention d’après le bilan", "money"),
        ("Non dépensé", "money"), ("Remarque",),
    )),
    "report_lines": ("bilans_lignes.csv", "Lignes des bilans", (
        _NUMBER, ("Année", "integer"), ("Sens", "text", "side"), ("Compte",), ("Ligne",),
        ("Prévu", "money"), ("Réalisé", "money"), ("Écart expliqué",),
    )),
    "report_texts": ("bilans_textes.csv", "Textes des bilans", (
        _NUMBER, ("Année", "integer"), ("Rubrique", "text", "report_text"), ("Texte",),
    )),
    "repayments": ("reversements.csv", "Reversements", (
        _NUMBER, _FUNDER, _MEMBER, ("Nature", "text", "repayment_kind"), ("Montant", "money"), ("Raison",),
        ("État", "text", "repayment_state"), ("Décidé le", "date"), ("Demandé le", "date"),
        ("Titre de recette",), ("Reçu", "money"), ("Reçu le", "date"),
    )),
    "changes": ("changements.csv", "Changements demandés", (
        _NUMBER, ("Nature", "text", "change_kind"), ("Demandé le", "date"), ("Raison",), ("Début", "date"),
        ("Fin", "date"), ("Montant", "money"), ("Nouveau contenu",), ("État", "text", "change_state"),
        ("Répondu le", "date"), ("Réponse",),
    )),
    "visits": ("visites.csv", "Visites", (
        _NUMBER, ("Le", "date"), ("Lieu",), ("Personnes rencontrées",), ("Présents", "integer"),
        ("Compte rendu",), ("Suites",), ("Auteur",),
    )),
    "members": ("membres.csv", "Membres des propositions coordonnées", (
        _NUMBER, ("Association",), ("SIRET",), ("Rôle", "text", "role"), ("Ce qu’elle fait",), ("Quartiers",),
        ("Accord donné le", "date"), ("Partie le", "date"),
    )),
    "shares": ("parts.csv", "Parts des membres", (
        _NUMBER, _MEMBER, _FUNDER, ("Demandé", "money"), ("Proposé", "money"), ("Accordé", "money"),
    )),
    "audiences": ("publics.csv", "Publics par âge et sexe", (
        _NUMBER, ("Moment", "text", "moment"), ("Âge", "text", "age"), ("Femmes", "integer"),
        ("Hommes", "integer"), ("En tout", "integer"),
    )),
    "marks": ("defis.csv", "Défis retenus", (
        _NUMBER, ("Défi",), ("Intitulé du défi",), ("Force", "text", "level"), ("Raison",), ("Auteur",),
    )),
    "notes": ("notes.csv", "Notes d’instruction par défi", (
        _NUMBER, ("Défi",), ("Sous-objectif",), ("Quartier",),
        ("Endroit", "text", "", "section: un texte, piece: une pièce, dossier : tout le dossier"),
        ("Page", "integer"), ("Passage",), ("Note",), ("Force", "integer"), ("Public", "text", "audience"),
        ("Auteur",), ("Le", "datetime"),
    )),
    "opinions": ("avis.csv", "Avis des partenaires", (
        _NUMBER, ("Partenaire",), ("Avis", "text", "opinion"), ("Montant", "money"), ("Commentaire",),
        ("Donné le", "date"),
    )),
    "budget": ("budgets.csv", "Budgets des actions", (
        _NUMBER, ("Sens", "text", "side"), ("Compte",), ("Ligne",), _FUNDER, ("Montant", "money"),
    )),
    "funding": ("financements.csv", "Plans de financement", (
        _NUMBER, _FUNDER, ("Droit commun", "text", "yes"), ("Demandé", "money"), ("Répondu", "money"),
        ("État", "text", "status"), ("Au", "date"), ("Preuve",),
    )),
    "links": ("liens.csv", "Liens entre dossiers", (
        _NUMBER, ("Lien", "text", "link"), ("Autre dossier",), ("Remarque",),
    )),
    "agreements": ("conventions.csv", "Conventions pluriannuelles", (
        ("Convention",), ("Intitulé",), ("Porteur",), ("Début", "date"), ("Fin", "date"),
        ("État", "text", "agreement_state"), ("Délibération",), ("Délibération du", "date"),
        ("Signée le", "date"), ("Année", "integer"), _FUNDER, ("Promis", "money"), ("Reporté", "money"),
    )),
    "grid": ("../contrat/grille.csv", "Grille du contrat", (
        ("Défi",), ("Intitulé",), ("Sous-objectif",), ("Intitulé du sous-objectif",),
        ("À confirmer", "text", "yes"),
    )),
    "quarters": ("../contrat/quartiers.csv", "Quartiers prioritaires", (
        ("Code",), ("Nom",), ("Nom court",), ("Habitants", "integer"),
        ("Contour", "text", "", "Géométrie GeoJSON, longitudes et latitudes WGS 84"),
    )),
    "funders": ("../contrat/financeurs.csv", "Financeurs", (("Code",), ("Nom",), ("Compte",))),
}  # fmt: skip
