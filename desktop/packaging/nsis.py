"""The texts from which makensis and wixl make a setup.exe and an MSI."""

from __future__ import annotations

import re
import uuid

from desktop.packaging.places import filled

# Never change these: they are how Windows knows that a later version replaces an earlier one.
_FAMILY = uuid.UUID("3d0d3c0e-7f0c-5b7e-9a55-0c3a6a6f4f11")


def four_numbers(version: str) -> str:
    """The version as Windows writes it: "0.1.0" -> "0.1.0.0"."""
    numbers = re.findall(r"\d+", version)[:4]
    return ".".join([*numbers, *["0"] * (4 - len(numbers))])


def setup_text(version: str, tree: str, icon: str, out: str, kibibytes: int) -> str:
    """What makensis reads. `tree` names all files of one version (« …/* »); `out` is the setup.exe to make.
    Paths are as this system writes them."""
    return filled(
        "parvis.nsi.in",
        VERSION=version,
        NUMBERS=four_numbers(version),
        TREE=tree,
        ICON=icon,
        OUT=out,
        KIBIBYTES=kibibytes,
    )


def msi_text(version: str, icon: str) -> str:
    """What wixl reads, beside the list of files that wixl-heat makes."""
    return filled(
        "parvis.wxs.in",
        VERSION=version,
        ICON=icon,
        UPGRADE=str(uuid.uuid5(_FAMILY, "upgrade")).upper(),
        MENU=str(uuid.uuid5(_FAMILY, f"menu {version}")).upper(),
    )
