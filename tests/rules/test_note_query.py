"""What is typed to find notes becomes a wish, or a sentence that says what is wrong."""

import pytest

from desktop.rules.note_query import NONE, read_wish
from desktop.rules.query import QueryError


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("", {}),
        ("collège", {"words": "collège"}),
        ("atelier cuisine ", {"words": "atelier cuisine "}),
        ("« pied des immeubles »", {"words": "pied des immeubles"}),
        ("défi:4", {"challenge": "4"}),
        ("défi:D04", {"challenge": "4"}),
        ("défi:4>=2 porte", {"challenge": "4", "strength": "23", "words": "porte"}),
        ("défi:aucun", {"challenge": NONE}),
        ("quartier:nord", {"quarter": "nord"}),
        ("quartier:aucun", {"quarter": NONE}),
        ("force:fort", {"strength": "3"}),
        ("force>1", {"strength": "23"}),
        ("force<=1", {"strength": "01"}),
        ("force>3", {"strength": "9"}),
        ("auteur:moi", {"author": "B. Martin"}),
        ('auteur:"A. Exemple"', {"author": "A. Exemple"}),
        ("public:équipe", {"audience": "team"}),
        ("diffusion:moi", {"audience": "me"}),
        ("date>=2026-01-15", {"since": "2026-01-15"}),
        ("date<15/01/2026", {"until": "2026-01-14"}),
        ("date>2026-01-31", {"since": "2026-02-01"}),
        ("date:2026-01-15", {"since": "2026-01-15", "until": "2026-01-15"}),
        ("depuis:2026-01-15", {"since": "2026-01-15"}),
        ("mois:2026-03", {"month": "2026-03"}),
        ("dossier:2026-0012 porteur:lire", {"dossier": "2026-0012", "applicant": "lire"}),
    ],
)
def test_what_is_typed_is_understood(typed: str, wish: dict[str, str]) -> None:
    assert read_wish(typed, "B. Martin") == wish


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("couleur:rouge", "Le champ « couleur » n’existe pas pour les notes."),
        ("force:énorme", "n’est pas une force"),
        ("public:tous", "n’est pas un public"),
        ("quartier:", "Il manque une valeur"),
        ("quartier>nord", "ne se compare pas"),
        ("mois:mars", "n’est pas un mois"),
        ("date:31/02/2026", "n’est pas une date"),
        ("« pied", "guillemet"),
        ("nord:2>=1", "n’existe pas"),
        ("quartier:nord>=1", "n’a pas de sens ici"),
    ],
)
def test_what_is_wrong_is_said(typed: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        read_wish(typed)
