"""Identity numbers and the reasons given in French."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules import identity


def with_luhn(digits: str) -> str:
    total = sum(sum(divmod(int(d) * (2 if i % 2 == 0 else 1), 10)) for i, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)


sirens = st.integers(1, 10**8 - 1).map(lambda n: with_luhn(f"{n:08d}"))
sirets = st.builds(lambda siren, nic: with_luhn(f"{siren}{nic:04d}"), sirens, st.integers(1, 9999)).filter(
    lambda s: not s.startswith("356000000")
)


@given(sirets)
def test_a_right_siret_stands_and_any_wrong_digit_is_seen(siret: str) -> None:
    assert identity.check_siret(f" {siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}'").value == siret
    assert identity.check_siret(siret).ok
    changed = str((int(siret[10]) + 1) % 10)
    assert not identity.check_siret(siret[:10] + changed + siret[11:]).ok


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "vide"),
        ("0", "1 chiffre au lieu de 14"),
        ("00000000000000", "que de zéros"),
        ("35181600000000", "cinq zéros"),
        ("0000001800010", "lire « 00000001800010 »".replace(" ", "\u00a0")),
        ("000000018", "C’est un SIREN"),
        ("2480005310001A", "autre chose que des chiffres"),
        ("00000001800011", "clé du SIRET"),
        ("00000001900010", "clé du SIREN"),
    ],
)
def test_what_is_wrong_with_a_siret(text: str, word: str) -> None:
    verdict = identity.check_siret(text)
    assert not verdict.ok
    assert word.replace("\u00a0", " ") in verdict.reason.replace("\u00a0", " ")


def test_the_exception_of_the_post_office() -> None:
    assert identity.check_siret("35600000000048").ok
    assert identity.check_siret("35600000049837").ok


def test_siren() -> None:
    assert identity.check_siren("248 000 531") == identity.Verdict(True, "248000531")
    assert not identity.check_siren("248000532").ok
    assert not identity.check_siren("000000000").ok


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("W802999001", True),
        ("w80 2999001", True),
        ("W2A1000123", True),
        ("W80299900", False),
        ("802999001", False),
    ],
)
def test_rna(text: str, ok: bool) -> None:
    assert identity.check_rna(text).ok is ok
    assert bool(identity.check_rna(text).reason) is not ok


def test_an_old_number_is_kept_with_a_remark() -> None:
    verdict = identity.check_rna("301S0301001688")
    assert verdict.ok and "ancien numéro" in verdict.reason


def test_uai() -> None:
    assert identity.check_uai("0750655E").ok
    assert not identity.check_uai("0750655F").ok
    assert not identity.check_uai("750655E").ok


def test_iban_of_a_known_sample() -> None:
    assert identity.check_iban("FR76 3000 6000 0112 3456 7890 189") == identity.Verdict(
        True, "FR7630006000011234567890189"
    )
    assert identity.iban_text("FR7630006000011234567890189").split("\u00a0")[-1] == "189"


@given(
    st.integers(0, 10**5 - 1),
    st.integers(0, 10**5 - 1),
    st.text("0123456789ABCXYZ", min_size=11, max_size=11),
)
def test_iban_catches_a_wrong_rib_key_under_a_right_international_key(
    bank: int, branch: int, account: str
) -> None:
    key = identity.rib_key(f"{bank:05d}", f"{branch:05d}", account)
    assert 1 <= key <= 97
    good = f"{bank:05d}{branch:05d}{account}{key:02d}"
    bad = f"{bank:05d}{branch:05d}{account}{(key % 97) + 1:02d}"
    assert identity.check_iban(_iban(good)).ok
    assert "RIB" in identity.check_iban(_iban(bad)).reason


def _iban(bban: str) -> str:
    number = int("".join(str(int(char, 36)) for char in bban + "FR00"))
    return f"FR{98 - number % 97:02d}{bban}"


def test_iban_faults_and_foreign_account() -> None:
    assert "27" in identity.check_iban("FR76 3000 6000").reason
    assert "clé de l’IBAN" in identity.check_iban("FR7730006000011234567890189").reason
    assert "forme" in identity.check_iban("bonjour").reason
    foreign = identity.check_iban("DE89 3704 0044 0532 0130 00")
    assert foreign.ok and "hors de France" in foreign.reason


def test_bic() -> None:
    assert identity.check_bic("PSSTFRPPLIL").ok
    assert not identity.check_bic("PSST").ok
