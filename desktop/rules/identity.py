"""Numbers that identify: SIRET, SIREN, RNA, UAI, IBAN and BIC, with the reason of each doubt in French."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum import bic as _bic
from stdnum import iban as _iban
from stdnum.exceptions import InvalidChecksum, InvalidFormat, ValidationError
from stdnum.fr import siren as _siren
from stdnum.fr import siret as _siret

_BLANKS = re.compile(r"[\s\u00a0\u202f.\-]+")
_RNA = re.compile(r"W\d[A-Z\d]\d{7}")
_OLD_RNA = re.compile(r"\d[A-Z\d]\d[SP]\d{7,10}")
_UAI_KEYS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z\d]{11,30}")
_RIB_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a number stands, its tidy form, and otherwise why not (also a remark when it stands)."""

    ok: bool
    value: str
    reason: str = ""


def _tidy(text: str) -> str:
    return _BLANKS.sub("", text).strip("'’\"").upper()


def _digits_fault(name: str, value: str, length: int) -> str:
    if not value:
        return f"Le {name} est vide."
    if not value.isascii() or not value.isdigit():
        return f"Le {name} « {value} » contient autre chose que des chiffres."
    if len(value) != length:
        plural = "s" if len(value) > 1 else ""
        return f"Le {name} « {value} » compte {len(value)} chiffre{plural} au lieu de {length}."
    return ""


def check_siren(text: str) -> Verdict:
    """Nine digits and their Luhn key."""
    value = _tidy(text)
    fault = _digits_fault("SIREN", value, 9)
    if not fault and (value == "000000000" or not _siren.is_valid(value)):
        fault = f"La clé du SIREN « {value} » est fausse : un chiffre est mal recopié."
    return Verdict(not fault, value, fault)


def check_siret(text: str) -> Verdict:
    """Fourteen digits, the key of the whole and that of the SIREN; tells what a spreadsheet broke."""
    value = _tidy(text)
    fault = _digits_fault("SIRET", value, 14)
    if fault and value.isdigit():
        fault += _siret_hint(value)
    if not fault and value == "0" * 14:
        fault = "Le SIRET n’est fait que de zéros."
    if not fault and value.endswith("00000"):
        fault = f"Le SIRET « {value} » finit par cinq zéros : un tableur en a perdu les derniers chiffres."
    if not fault and not _siren.is_valid(value[:9]):
        fault = f"La clé du SIREN « {value[:9]} » est fausse : un chiffre est mal recopié."
    if not fault and not _siret.is_valid(value):
        fault = f"La clé du SIRET « {value} » est fausse : un chiffre est mal recopié."
    return Verdict(not fault, value, fault)


def _siret_hint(value: str) -> str:
    if len(value) == 13 and _siret.is_valid("0" + value):
        return f" Un tableur a perdu le zéro du début : lire « 0{value} »."
    if len(value) == 9 and _siren.is_valid(value):
        return " C’est un SIREN : il manque le numéro de l’établissement."
    return ""


def check_rna(text: str) -> Verdict:
    """W and nine signs; the third may be a letter (Corsica). Old prefecture numbers are kept as they are."""
    value = _tidy(text)
    if not value:
        return Verdict(False, value, "Le numéro RNA est vide.")
    if _RNA.fullmatch(value):
        return Verdict(True, value)
    if _OLD_RNA.fullmatch(value):
        return Verdict(
            True, value, f"« {value} » est un ancien numéro de préfecture : demander le numéro RNA."
        )
    if value.startswith("W") and len(value) != 10:
        return Verdict(False, value, f"Le numéro RNA « {value} » a {len(value)} signes au lieu de 10.")
    return Verdict(False, value, f"Le numéro RNA « {value} » n’a pas la forme W suivi de neuf chiffres.")


def check_uai(text: str) -> Verdict:
    """Seven digits and a letter, the key of a school's number."""
    value = _tidy(text)
    if not value:
        return Verdict(False, value, "Le numéro UAI est vide.")
    if not re.fullmatch(r"\d{7}[A-Z]", value):
        return Verdict(
            False, value, f"Le numéro UAI « {value} » n’a pas la forme sept chiffres et une lettre."
        )
    if _UAI_KEYS[int(value[:7]) % 23] != value[7]:
        return Verdict(False, value, f"La clé du numéro UAI « {value} » est fausse.")
    return Verdict(True, value)


def rib_key(bank: str, branch: str, account: str) -> int:
    """The French RIB key of bank (5), branch (5) and account (11, letters allowed)."""
    b, g, c = (int(part.translate(_RIB_LETTERS)) for part in (bank, branch, account))
    return 97 - (89 * b + 15 * g + 3 * c) % 97


def check_iban(text: str) -> Verdict:
    """The international key, then for France the RIB key that the international one does not see."""
    value = _tidy(text)
    if not value:
        return Verdict(False, value, "L’IBAN est vide.")
    country = value[:2]
    if country == "FR" and len(value) != 27:
        return Verdict(False, value, f"L’IBAN « {value} » a {len(value)} signes au lieu de 27.")
    try:
        if not _IBAN.fullmatch(value):
            raise InvalidFormat()
        _iban.validate(value)
    except InvalidChecksum:
        return Verdict(False, value, f"La clé de l’IBAN « {value} » est fausse : un signe est mal recopié.")
    except ValidationError:
        return Verdict(False, value, f"« {value} » n’a pas la forme d’un IBAN.")
    if country in ("FR", "MC"):
        if not value[25:].isdigit() or rib_key(value[4:9], value[9:14], value[14:25]) != int(value[25:]):
            return Verdict(False, value, f"La clé RIB de l’IBAN « {value} » est fausse.")
        return Verdict(True, value)
    return Verdict(True, value, f"Le compte est tenu hors de France ({country}) : vérifier le titulaire.")


def iban_text(value: str) -> str:
    """The IBAN in groups of four, as on a RIB."""
    plain = _tidy(value)
    return "\u00a0".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def check_bic(text: str) -> Verdict:
    """Eight or eleven signs."""
    value = _tidy(text)
    if not value:
        return Verdict(False, value, "Le BIC est vide.")
    if not _bic.is_valid(value):
        return Verdict(False, value, f"« {value} » n’a pas la forme d’un BIC (8 ou 11 signes).")
    return Verdict(True, value)
