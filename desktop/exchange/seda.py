"""A SEDA 2.2 manifest of an archive, one unit a dossier: nobody certified it, the archives check it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

SPACE = "fr:gouv:culture:archivesdefrance:seda:v2.2"


@dataclass(frozen=True, slots=True)
class Stored:
    """One file of the archive: its path, its SHA-256, its bytes."""

    path: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A dossier, or what stands beside them; days ISO, "" unknown."""

    title: str
    files: Sequence[Stored]
    starts: str = ""
    ends: str = ""
    fate: str = ""  # destroy, keep, sample
    counted_from: str = ""
    rule: str = ""


def manifest(title: str, day: str, agency: str, units: Sequence[Unit]) -> bytes:
    """The XML, in the order of the units."""
    objects, described, rank = [], [], 0
    for number, unit in enumerate(units, start=1):
        references = []
        for file in unit.files:
            rank += 1
            objects.append(_object(rank, file))
            references.append(f"<DataObjectReference><DataObjectGroupReferenceId>G{rank}"
                              "</DataObjectGroupReferenceId></DataObjectReference>")  # fmt: skip
        described.append(_unit(number, unit, references))
    name = _text(agency) or "service-versant"
    whole = "\n".join(objects)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<ArchiveTransfer xmlns="{SPACE}">
<Comment>{_text(title)}. Manifeste non certifié, à valider avant tout versement.</Comment>
<Date>{day}T00:00:00</Date>
<MessageIdentifier>parvis-{_text(title)}-{day}</MessageIdentifier>
<CodeListVersions/>
<DataObjectPackage>
{whole}
<DescriptiveMetadata>
{chr(10).join(described)}
</DescriptiveMetadata>
<ManagementMetadata/>
</DataObjectPackage>
<ArchivalAgency><Identifier>archives-departementales</Identifier></ArchivalAgency>
<TransferringAgency><Identifier>{name}</Identifier></TransferringAgency>
</ArchiveTransfer>
""".encode()


def _object(rank: int, file: Stored) -> str:
    name = file.path.rpartition("/")[2]
    return (
        f'<DataObjectGroup id="G{rank}"><BinaryDataObject id="B{rank}">'
        f"<DataObjectVersion>BinaryMaster_1</DataObjectVersion><Uri>{_text(file.path)}</Uri>"
        f'<MessageDigest algorithm="SHA-256">{file.digest}</MessageDigest><Size>{file.size}</Size>'
        f"<FileInfo><Filename>{_text(name)}</Filename></FileInfo></BinaryDataObject></DataObjectGroup>"
    )


def _unit(number: int, unit: Unit, references: Sequence[str]) -> str:
    told = (("StartDate", unit.starts), ("EndDate", unit.ends))
    days = "".join(f"<{name}>{day[:10]}</{name}>" for name, day in told if day)
    return (
        f'<ArchiveUnit id="U{number}">{_management(unit)}<Content>'
        f"<DescriptionLevel>RecordGrp</DescriptionLevel><Title>{_text(unit.title)}</Title>{days}</Content>{''.join(references)}</ArchiveUnit>"
    )


def _management(unit: Unit) -> str:
    if not unit.fate or not unit.rule:
        return ""
    final = "Destroy" if unit.fate == "destroy" else "Keep"
    start = f"<StartDate>{unit.counted_from}</StartDate>" if unit.counted_from else ""
    return (
        f"<Management><AppraisalRule><Rule>{_text(unit.rule)}</Rule>{start}<FinalAction>{final}</FinalAction>"
        "</AppraisalRule></Management>"
    )


def _text(words: str) -> str:
    """Words that XML can hold."""
    return escape("".join(c for c in words if c.isprintable()))
