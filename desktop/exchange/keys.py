"""The keys of a workstation: what opens a satchel, what signs one, and how people compare them aloud."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import NamedTuple

FORMAT = "parvis-cle/1"
REQUEST_SUFFIX, CARD_SUFFIX = ".demande", ".carte"


class BadKey(ValueError):
    """A key or a card that can't be used; the message is a full French sentence."""


class Public(NamedTuple):
    """What others know of a workstation."""

    site: str
    recipient: str  # age: what is sealed for it
    verifier: str  # Ed25519, hex: what it signed

    @property
    def fingerprint(self) -> str:
        """« 48213 09177 … »: eight groups of five figures, of both keys, to be read aloud."""
        return fingerprint(self.recipient, self.verifier)


class Keys(NamedTuple):
    """Both pairs of a workstation; the private parts never leave it."""

    site: str
    identity: str  # AGE-SECRET-KEY-…
    seed: str  # Ed25519, hex

    @property
    def public(self) -> Public:
        import pyrage
        from nacl.signing import SigningKey

        recipient = str(pyrage.x25519.Identity.from_str(self.identity).to_public())
        return Public(self.site, recipient, bytes(SigningKey(bytes.fromhex(self.seed)).verify_key).hex())

    def sign(self, data: bytes) -> bytes:
        from nacl.signing import SigningKey

        return SigningKey(bytes.fromhex(self.seed)).sign(data).signature

    def to_json(self) -> str:
        return json.dumps(self._asdict(), ensure_ascii=False)


def make(site: str) -> Keys:
    """New pairs for this workstation."""
    import pyrage
    from nacl.signing import SigningKey

    return Keys(site, str(pyrage.x25519.Identity.generate()), bytes(SigningKey.generate()).hex())


def from_json(text: str) -> Keys:
    """Raises BadKey."""
    try:
        told = json.loads(text)
        keys = Keys(str(told["site"]), str(told["identity"]), str(told["seed"]))
        _checked(keys.public)
    except (ValueError, KeyError, TypeError) as error:
        raise BadKey("Les clés de ce poste sont illisibles : faites-en de nouvelles.") from error
    return keys


def fingerprint(*parts: str) -> str:
    """Eight groups of five figures: 132 bits, which nobody can meet by chance or by trying."""
    number = int.from_bytes(hashlib.sha256("\n".join(parts).encode()).digest(), "big") % 10**40
    digits = f"{number:040d}"
    return " ".join(digits[at : at + 5] for at in range(0, 40, 5))


def same_fingerprint(one: str, other: str) -> bool:
    """Compared by their figures alone, as people type them; never when one is too short to mean anything."""
    first, second = (re.sub(r"\D", "", text) for text in (one, other))
    return len(first) == 40 and first == second


def signed_by(verifier: str, data: bytes, signature: bytes) -> bool:
    """Whether this key signed these bytes."""
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(bytes.fromhex(verifier)).verify(data, signature)
    except (CryptoError, ValueError, TypeError):  # another key, other bytes, or no key at all
        return False
    return True


# --- files that people hand over: nothing in them is secret ------------------------------------------------


def write_public(path: Path, public: Public, kind: str, *, scope: str = "", escrow: str = "") -> None:
    """The request of a workstation, or the card of a hub: a small text file. Raises OSError."""
    told = {"format": FORMAT, "kind": kind, **public._asdict(), "fingerprint": public.fingerprint}
    if kind == "card":
        told |= {"scope": scope, "escrow": escrow}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


class Told(NamedTuple):
    """What such a file says."""

    public: Public
    kind: str  # request, card
    scope: str
    escrow: str


def read_public(path: Path) -> Told:
    """Raises BadKey, OSError."""
    refused = f"« {path.name} » n’est ni une demande d’enrôlement ni une carte de poste, ou il est abîmé."
    try:
        told = json.loads(path.read_bytes()[:100_000])
        if told["format"] != FORMAT or told["kind"] not in ("request", "card"):
            raise BadKey(refused)
        public = _checked(Public(str(told["site"]), str(told["recipient"]), str(told["verifier"])))
        if not same_fingerprint(public.fingerprint, str(told["fingerprint"])):
            raise BadKey(f"« {path.name} » a été modifié : son empreinte n’est pas celle de ses clés.")
        return Told(public, told["kind"], str(told.get("scope", "")), str(told.get("escrow", "")))
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, BadKey):
            raise
        raise BadKey(refused) from error


def _checked(public: Public) -> Public:
    import pyrage
    from nacl.signing import VerifyKey

    if not public.site.strip() or len(public.site) > 80 or not public.site.isprintable():
        raise BadKey("Le nom du poste est vide ou trop long.")
    try:
        pyrage.x25519.Recipient.from_str(public.recipient)
        VerifyKey(bytes.fromhex(public.verifier))
    except (pyrage.RecipientError, ValueError, TypeError) as error:
        raise BadKey(f"Les clés du poste « {public.site} » sont illisibles.") from error
    return public
