"""The sheet that lies beside each package, and the city's signature on it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.exchange.package import sheet_text
from desktop.packaging.places import ROOT, project


def news_of(changelog: str, version: str) -> list[str]:
    """What is new in a version, one line a change, as the CHANGELOG tells it."""
    found = re.search(rf"^## {re.escape(version)}\b.*?\n(.*?)(?=^## |\Z)", changelog, re.M | re.S)
    changes = re.findall(r"^- (.*(?:\n {2,}.*)*)", found[1], re.M) if found else []
    return [" ".join(change.split()) for change in changes]


def write_sheet(package: Path, version: str = "") -> Path:
    """Write the sheet of a package beside it."""
    version = version or project()["version"]
    news = news_of((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    sheet = package.with_name(package.name + ".toml")
    sheet.write_bytes(sheet_text(package, version, news).encode())
    return sheet


def new_key(path: Path) -> str:
    """Make the city's key, secret in a file that only its maker reads; returns what to publish."""
    from nacl.signing import SigningKey

    if path.exists():
        sys.exit(f"« {path.name} » existe : une clé ne se remplace pas par mégarde. Rien n’a été fait.")
    key = SigningKey.generate()
    path.touch(0o600)
    path.write_text(bytes(key).hex() + "\n", encoding="ascii")
    public = bytes(key.verify_key).hex()
    return f'Clé secrète : {path}. Dans le parvis.toml des postes :\n[updates]\nkey = "{public}"'


def sign_sheets(secret: Path, packages: Sequence[Path]) -> str:
    """Sign the sheet of each package; returns what was written."""
    from nacl.signing import SigningKey

    try:
        key = SigningKey(bytes.fromhex(secret.read_text("ascii").strip()))
    except (OSError, ValueError):
        sys.exit(f"« {secret} » n’est pas une clé secrète faite par --new-update-key. Rien n’a été signé.")
    written = []
    for package in packages:
        sheet = package.with_name(package.name + ".toml")
        if not sheet.exists():
            sys.exit(f"« {package.name} » n’a pas de fiche ({sheet.name}). Rien n’a été signé.")
        beside = sheet.with_name(sheet.name + ".sig")
        beside.write_text(key.sign(sheet.read_bytes()).signature.hex() + "\n", encoding="ascii")
        written.append(str(beside))
    return "\n".join(written) or "Aucun paquet n’a été donné. Rien n’a été signé."
