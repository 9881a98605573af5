"""What the guide says of each place."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def about(name: str) -> str:
    """A paragraph on a place of the window."""
    rooms = (
        _of_the_road,
        _beside_it,
        _of_the_committee,
        _of_partners,
        _of_the_years,
        _of_what_is_owed,
        _of_work_apart,
    )
    return next(told[name] for told in (room() for room in rooms) if name in told)


def _of_the_road() -> dict[str, str]:
    say = QCoreApplication.translate
    return {
        "list": say(
            "places",
            "Toutes les demandes reçues. Tapez des mots, ou un champ et une valeur (quartier:nord, "
            "défi:4>=2, demandé>23000) ; Entrée en fait un filtre que sa croix retire. Les flèches "
            "déplacent, Entrée ouvre, Espace marque, J et K vont au suivant et au précédent. Les actions "
            "groupées (Ctrl+Maj+A) agissent sur les dossiers marqués, ou sur tous ceux du filtre.",
        ),
        "letters": say(
            "places",
            "Les courriers préparés, chacun avec la page qui sera imprimée. Un courrier à reprendre dit "
            "pourquoi ; seul un courrier vert s’imprime, et le registre garde ce qui est parti.",
        ),
        "register": say(
            "places",
            "Tout ce qui est parti, dans l’ordre des numéros, avec ses réimpressions. Une lettre du registre "
            "ne change plus : elle se relit, et se réimprime marquée comme un double.",
        ),
        "import": say(
            "places",
            "Choisissez le fichier exporté du portail, dites à quoi correspondent ses colonnes, voyez ce qui "
            "ne va pas : rien n’est écrit avant le résumé. Un second import garde le travail fait ici.",
        ),
        "new": say(
            "places",
            "Une demande reçue sur papier se saisit avec les rubriques et le budget du Cerfa. Ce qui est "
            "tapé est gardé au fur et à mesure ; « Enregistrer la demande » en fait un dossier.",
        ),
        "dossier": say(
            "places",
            "La demande se lit au milieu, ses pièces s’ouvrent à gauche, les notes s’écrivent à droite. "
            "Sélectionnez des mots, tapez le chiffre d’un défi, écrivez une phrase : tout "
            "s’enregistre. J et K vont au dossier suivant et au précédent de la liste filtrée.",
        ),
    }


def _beside_it() -> dict[str, str]:
    say = QCoreApplication.translate
    return {
        "today": say(
            "places",
            "Ce qu’il y a à faire ce matin\u00a0: votre pile, dans l’ordre conseillé par l’échéance, le "
            "risque et le montant, chaque raison dite. L remet à plus tard, C déclare complet, M demande des "
            "compléments, E annonce une étude approfondie. Le calendrier montre vagues, comités et dates des "
            "dossiers.",
        ),
        "twins": say(
            "places",
            "Ce qui paraît avoir été reçu deux fois : un dossier venu d’un autre portail, une copie papier, "
            "un porteur écrit de deux façons. R réunit, G garde l’autre, N déclare que ce n’est pas le même, "
            "L remet à plus tard ; les flèches gauche et droite choisissent la valeur de chaque champ. "
            "« Déjà réunis » sépare de nouveau, à tout moment.",
        ),
        "notes": say(
            "places",
            "Toutes les notes de tous les dossiers, par défi, quartier, auteur, force, public, mois ou "
            "dossier. Cherchez des mots, ou défi:4, quartier:nord, auteur:martin, force>=2, "
            "date>=2026-01-15. Entrée ouvre le dossier au passage noté. Les notes gardées pour soi n’y sont "
            "que pour leur auteur.",
        ),
        "envelopes": say(
            "places",
            "Ce que chaque financeur a voté et ce qui en reste\u00a0: reste = voté + reporté − réserve − "
            "engagé (décidé) − proposé. Un montant compte dans une seule enveloppe, la plus étroite qui "
            "convient, sauf choix à la main. Entrée montre les dossiers d’une ligne, Ctrl+Inser ajoute, F2 "
            "change. La grille dit, par défi et par quartier, combien d’actions et combien d’argent. "
            "L’atelier essaie des répartitions comme dans un tableur\u00a0: 9000, 75%, +500, =proposé\u00a0; "
            "l’une d’elles devient la proposition.",
        ),
        "arrivals": say(
            "places",
            "Les fichiers déposés dans les dossiers surveillés. Chacun est montré avec le dossier auquel il "
            "semble appartenir et pourquoi\u00a0: J le joint, D en choisit un autre, I l’importe comme "
            "demandes, X le laisse de côté. Rien n’est effacé ni déplacé sur le disque.",
        ),
    }


def _of_the_committee() -> dict[str, str]:
    say = QCoreApplication.translate
    return {
        "committees": say(
            "places",
            "Les séances. N en convoque une sur les dossiers d’un filtre\u00a0; Alt+flèches et la souris "
            "rangent l’ordre du jour, F5 ouvre la séance. En séance, Entrée accorde le montant affiché, A "
            "ajourne, R refuse, P reporte, M va au montant, C à la condition, V aux voix, S aux sorties, "
            "/ cherche un autre dossier, Maj+F11 projette. Chaque réponse est gardée aussitôt\u00a0; Ctrl+Z "
            "reprend la dernière.",
        ),
    }


def _of_partners() -> dict[str, str]:
    say = QCoreApplication.translate
    return {
        "opinions": say(
            "places",
            "Les avis demandés aux partenaires : un classeur ou un PDF à remplir sans compte ni réseau, son "
            "retour reconnu par son code, vérifié et montré avant d’être joint. N demande un avis, L lit un "
            "retour, S saisit un avis donné de vive voix, R relance, Suppr retire une demande.",
        ),
    }


def _of_the_years() -> dict[str, str]:
    say = QCoreApplication.translate
    return {
        "follow": say(
            "places",
            "Ce qui suit les décisions, tous dossiers ensemble, un onglet par chose à suivre\u00a0: "
            "versements, bilans, changements demandés, visites, sommes à reverser. Les pastilles comptent ce "
            "qui est en retard, à faire, fait. Maj+flèches en choisit plusieurs, Entrée ouvre le dossier à "
            "ses suites, Ctrl+Tab passe à l’onglet suivant.",
        ),
        "agreements": say(
            "places",
            "Les conventions de plusieurs années\u00a0: ce qui fut promis, reporté, voté, payé et rendu "
            "compte, par année et par financeur. N en ouvre une, Entrée la montre\u00a0; P change les "
            "montants promis, S signe, A écrit un avenant, R reporte ce qu’une année a laissé, D rattache la "
            "demande d’une année, C fait la convention en papier. Ctrl+Tab va d’un onglet à l’autre, Échap "
            "revient à la liste.",
        ),
        "figures": say(
            "places",
            "Le contrat en chiffres\u00a0: demandé, accordé, versé, coût par habitant, public, par quartier, "
            "défi, financeur, vague ou nature du porteur, une année ou au fil des ans. Une barre se lit "
            "sans couleur et ouvre ses dossiers\u00a0; tableau et diagramme s’enregistrent ou se copient. "
            "Le rapport de l’année s’imprime d’ici.",
        ),
        "archives": say(
            "places",
            "Ce que l’on garde, combien de temps, et ce qu’il en reste ensuite. Conservation dit les durées "
            "et ce qui est à échéance\u00a0; Éliminations prépare le bordereau, attend le visa des archives "
            "et n’efface qu’après lui\u00a0; Archive d’une année écrit un dossier qui s’ouvre sans "
            "Parvis\u00a0; Personnes répond à qui demande ce que l’on sait de lui.",
        ),
    }


def _of_what_is_owed() -> dict[str, str]:
    say = QCoreApplication.translate
    return {
        "duties": say(
            "places",
            "Ce que le contrat doit rendre public, et à qui. Données ouvertes écrit les subventions au "
            "schéma national, dit ce qui ne peut pas l’être et pourquoi, et veille sur les trois mois ; "
            "État annexé fait le classeur joint au budget ; Thèmes de l’État compte les défis dans le "
            "programme 147 ; Seuils dit quelles associations dépassent 23, 75 ou 153 000 € et "
            "ce qui leur manque. Ctrl+Tab passe à l’onglet suivant.",
        ),
    }


def _of_work_apart() -> dict[str, str]:
    say = QCoreApplication.translate
    return {
        "apart": say(
            "places",
            "Le travail emporté dans une antenne et ce qui en revient. Ouvrez une mallette, ou déposez-la "
            "sur la fenêtre\u00a0: ce qui ne se contredit pas est repris\u00a0; le reste se tranche ici, "
            "champ par champ. 1 à 9 gardent une valeur, A en écrit une autre, N garde les deux en note, D "
            "pose la question à quelqu’un, H montre l’historique, O ouvre le dossier, V tout ce qui change, "
            "J et K vont au suivant et au précédent. Un montant, une décision ou une étape demandent une "
            "raison. Rien n’est perdu.",
        ),
    }
