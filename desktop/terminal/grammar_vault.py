"""What `vault` takes: no secret is ever an argument."""

from __future__ import annotations

from desktop.terminal.grammar_parts import Verb, call


def vault_grammar(verb: Verb) -> None:
    """Encryption at rest."""
    sub = verb(
        "vault", call("vault"), "chiffrement de la base : état, phrase de passe, trousseau, clé de secours"
    )
    sub.add_argument(
        "deed",
        choices=("status", "encrypt", "decrypt", "passphrase", "keyring", "escrow", "recover"),
        help="dire l’état, chiffrer, remettre en clair, changer la phrase de passe, trousseau, clé de "
        "secours, retrouver une base dont la phrase de passe est perdue",
    )
    sub.add_argument("--keyring", action="store_true", help="encrypt : s’ouvre aussi par le trousseau")
    sub.add_argument("--keep", metavar="FICHIER", help="encrypt : garde une copie en clair")
    sub.add_argument("--new", metavar="PDF", help="encrypt, escrow : fait une clé de secours à imprimer")
    sub.add_argument("--recipient", metavar="CLÉ", help="encrypt, escrow : clé publique de secours (age1…)")
    sub.add_argument("--remove", action="store_true", help="keyring, escrow : retire")
    for name, what in (
        ("passphrase", "phrase de passe (ou PARVIS_PASSPHRASE)"),
        ("new-passphrase", "nouvelle phrase de passe (ou PARVIS_NEW_PASSPHRASE)"),
        ("escrow-key", "clé de secours (ou PARVIS_ESCROW_KEY)"),
    ):
        sub.add_argument(f"--{name}-file", metavar="FICHIER", help=f"fichier d’une ligne : {what}")
