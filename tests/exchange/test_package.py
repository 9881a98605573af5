"""A new version as a file: known by its kind, held to its sheet and to the city's signature."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
import zstandard
from nacl.signing import SigningKey

from desktop.exchange.package import Unfit, look_into, sha256, sheet_text
from desktop.packaging.sheets import new_key, news_of, sign_sheets, write_sheet

CONTROL = b"Package: parvis\nVersion: 0.2.0\nDescription: one\n two\n"


def tar(name: str, data: bytes) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return made.getvalue()


def deb(control: bytes, packing: str = ".zst") -> bytes:
    data = tar("./control", control)
    if packing == ".zst":
        data = zstandard.ZstdCompressor().compress(data)
    parts = [(b"debian-binary", b"2.0\n"), (b"control.tar" + packing.encode(), data)]
    made = b"!<arch>\n"
    for name, content in parts:
        made += name.ljust(16) + b"0".ljust(32) + str(len(content)).encode().ljust(10) + b"`\n"
        made += content + b"\n" * (len(content) % 2)
    return made


def archive(folder: Path, version: str = "0.2.0") -> Path:
    path = folder / f"parvis-{version}-linux-x86_64.tar.gz"
    with tarfile.open(path, "w:gz") as packed:
        member = tarfile.TarInfo("parvis/version")
        member.size = len(version) + 1
        packed.addfile(member, io.BytesIO(f"{version}\n".encode()))
    return path


@pytest.fixture
def signed(tmp_path: Path) -> tuple[Path, str]:
    """A package with its sheet and its signature, and the key of the city."""
    package = archive(tmp_path)
    told = new_key(tmp_path / "secret")
    write_sheet(package, "0.2.0")
    sign_sheets(tmp_path / "secret", [package])
    return package, told.split('"')[1]


def test_each_kind_tells_its_version(tmp_path: Path) -> None:
    assert look_into(archive(tmp_path))[1:3] == ("portable", "0.2.0")
    for packing in (".zst", ""):
        (tmp_path / "parvis.deb").write_bytes(deb(CONTROL, packing))
        assert look_into(tmp_path / "parvis.deb")[1:3] == ("deb", "0.2.0")
    with zipfile.ZipFile(tmp_path / "parvis.zip", "w") as packed:
        packed.writestr("parvis/version", "1.10.2\n1.9\n")
    assert look_into(tmp_path / "parvis.zip")[1:3] == ("portable", "1.10.2")
    (tmp_path / "parvis.msi").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest")
    assert look_into(tmp_path / "parvis.msi")[1:3] == ("msi", "")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("parvis.tar.gz", b"nothing"),
        ("parvis.tar.gz", b""),
        ("parvis.zip", b"PK"),
        ("parvis.exe", b"MZ without a version"),
        ("parvis.deb", b"!<arch>\n"),
        ("parvis.deb", deb(b"Package: other\nVersion: 1\n")),
        ("parvis.deb", deb(CONTROL)[:100]),
        ("parvis.msi", b"x"),
        ("parvis.txt", b"0.2.0"),
    ],
)
def test_what_is_no_version_is_refused_in_words(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Unfit, match="Rien n’a été installé"):
        look_into(tmp_path / name)


def test_a_signed_version_is_taken(signed: tuple[Path, str]) -> None:
    package, key = signed
    seen = look_into(package, key)
    assert (seen.version, seen.proof) == ("0.2.0", "signed")
    assert look_into(package).proof == "sum", "without a key the sheet alone proves that it came whole"


def test_a_changed_byte_a_changed_sheet_another_key_and_no_sheet_are_refused(
    signed: tuple[Path, str],
) -> None:
    package, key = signed
    sheet, signature = (package.with_name(package.name + end) for end in (".toml", ".toml.sig"))
    with pytest.raises(Unfit, match="signature"):
        look_into(package, bytes(SigningKey.generate().verify_key).hex())
    whole, told = package.read_bytes(), sheet.read_text(encoding="utf-8")
    package.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(Unfit, match="abîmé ou a été changé"):
        look_into(package, key)
    sheet.write_text(told.replace(told.split('sha256 = "')[1][:64], sha256(package)), encoding="utf-8")
    with pytest.raises(Unfit, match="signature"):
        look_into(package, key)
    package.write_bytes(whole)
    sheet.write_text(told, encoding="utf-8")
    signature.write_text("zz")
    with pytest.raises(Unfit, match="signature"):
        look_into(package, key)
    signature.unlink()
    with pytest.raises(Unfit, match="n’a pas de fiche signée"):
        look_into(package, key)
    sheet.unlink()
    with pytest.raises(Unfit, match="n’a pas de fiche signée"):
        look_into(package, key)


def test_a_sheet_that_lies_on_the_version_is_refused(tmp_path: Path) -> None:
    package = archive(tmp_path)
    package.with_name(package.name + ".toml").write_text(sheet_text(package, "0.3.0", []), encoding="utf-8")
    with pytest.raises(Unfit, match=r"version 0\.2\.0 et sa fiche parle de la 0\.3\.0"):
        look_into(package)


@pytest.mark.parametrize(
    "text", ["version = 1", "sha256", 'version = "1"', 'version="1"\nsha256="x"\nnews="y"']
)
def test_a_sheet_that_is_no_sheet_is_refused(tmp_path: Path, text: str) -> None:
    package = archive(tmp_path)
    package.with_name(package.name + ".toml").write_text(text, encoding="utf-8")
    with pytest.raises(Unfit, match="fiche"):
        look_into(package)


def test_the_key_is_made_once_and_read_by_its_maker_alone(tmp_path: Path) -> None:
    new_key(tmp_path / "secret")
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
    with pytest.raises(SystemExit, match="ne se remplace pas"):
        new_key(tmp_path / "secret")
    with pytest.raises(SystemExit, match="Rien n’a été signé"):
        sign_sheets(tmp_path / "secret", [archive(tmp_path)])


def test_what_is_new_comes_from_the_changelog() -> None:
    text = "# Journal\n\n## 0.2.0 – le jour\n\nTexte.\n\n- Un\n  deux.\n- Trois.\n\n## 0.1.0\n\n- Quatre.\n"
    assert news_of(text, "0.2.0") == ["Un deux.", "Trois."]
    assert news_of(text, "0.3.0") == []
