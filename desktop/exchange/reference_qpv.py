"""Priority quarters of France: the official list (CSV), and outlines or lists in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import IO, Any

from desktop.exchange.application import Unreadable
from desktop.exchange.cells import MEGABYTE
from desktop.exchange.reference_cells import Columns, one_line, text
from desktop.exchange.reference_stream import Records, Tally

TITLE = "Quartiers prioritaires (QPV)"
COLUMNS = {"quarter": ("code", "name", "communes", "insee", "department", "epci", "outline")}
_MOST = 64 * MEGABYTE  # a JSON is read whole; the outlines of all France take less than a third of it
_SPEAKS = re.compile(rb'"(?:code_qp|qpvs)"\s*:', re.IGNORECASE)
_CODE = re.compile(r"Q[NP]\d{2}[0-9AB][0-9A-Z]{2}[0-9IMNC]")
_SHAPES = ("Polygon", "MultiPolygon")


def recognises(names: Collection[str]) -> bool:
    """Whether these headers are those of a list of quarters."""
    return {"code_qp"} <= set(names) and bool({"lib_qp", "nom_qp"} & set(names))


def recognises_json(sample: bytes) -> bool:
    """Whether the beginning of a JSON is that of a list of quarters."""
    return sample.lstrip()[:1] == b"{" and _SPEAKS.search(sample) is not None


def rows(records: Records, tally: Tally) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """("quarter", values of COLUMNS) for each row of the list."""
    at = Columns(records.names)
    for line, cells in records:
        code = text(at.cell(cells, "code_qp")).upper()
        if not _CODE.fullmatch(code):
            tally.refuse(
                records.where(line), "code_qp", code, "Ce n’est pas un code de quartier prioritaire."
            )
            continue
        tally.read += 1
        name = one_line(at.cell(cells, "lib_qp", "nom_qp"))
        yield "quarter", (
            code, name, one_line(at.cell(cells, "lib_com", "commune_qp")),
            _insee(at.cell(cells, "insee_com")),
            _department(code), text(at.cell(cells, "lib_epci")), "",
        )  # fmt: skip


def _insee(value: str) -> str:
    """Codes of communes, comma separated, with the zero that a spreadsheet lost."""
    codes = [code.strip().removesuffix(".0") for code in re.split(r"[;,]", value)]
    return ", ".join(code.zfill(5) for code in codes if code)


def _department(code: str) -> str:
    return code[2:5].lstrip("0").zfill(2)


def json_rows(stream: IO[bytes], name: str, tally: Tally) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """("quarter", values) from a GeoJSON, or from a list by quarter or by commune. Raises Unreadable."""
    data = stream.read(_MOST + 1)
    if len(data) > _MOST:
        raise Unreadable(
            f"Le fichier « {name} » est trop gros pour des contours de quartiers (64 Mo au plus)."
        )
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(
            f"Le fichier « {name} » est coupé ou abîmé : ses contours ne peuvent pas être lus. "
            "Téléchargez-le de nouveau, puis recommencez."
        ) from error
    for rank, (code, label, communes, insee, geometry) in enumerate(_told(whole), 1):
        where = f"{name}, quartier {rank}"
        if not _CODE.fullmatch(code):
            tally.refuse(where, "code", code, "Ce n’est pas un code de quartier prioritaire.")
            continue
        outline = ""
        if geometry is not None:
            outline = _outline(geometry)
            if not outline:
                tally.refuse(
                    where, "contour", code,
                    "Le contour n’est pas un polygone en longitudes et latitudes (WGS 84) : il est laissé.",
                )  # fmt: skip
                continue
        tally.read += 1
        yield "quarter", (code, label, communes, insee, _department(code), "", outline)


_Told = tuple[str, str, str, str, Any]


def _told(whole: Any) -> Iterator[_Told]:
    """(code, name, communes, insee, geometry or None) of each quarter, whatever the shape of the file."""
    if not isinstance(whole, dict):
        return
    for feature in _list(whole.get("features")):
        said = feature.get("properties") or {}
        told = {str(key).lower(): value for key, value in said.items()} if isinstance(said, dict) else {}
        name, commune = str(told.get("lib_qp") or told.get("nom_qp") or ""), str(told.get("lib_com") or "")
        code = str(told.get("code_qp") or "").upper()
        yield (
            code,
            one_line(name),
            one_line(commune),
            _insee(str(told.get("insee_com") or "")),
            feature.get("geometry"),
        )
    for quarter in _list(whole.get("qpvs")):
        insee = quarter.get("insee")
        codes = ", ".join(map(str, insee)) if isinstance(insee, list) else str(insee or "")
        shape = {"type": "MultiPolygon", "coordinates": quarter.get("g")}
        yield str(quarter.get("code") or ""), one_line(str(quarter.get("label") or "")), "", codes, shape
    communes = whole.get("communes")
    for insee, commune in communes.items() if isinstance(communes, dict) else ():
        for quarter in _list(commune.get("qpvs") if isinstance(commune, dict) else None):
            label = one_line(str(commune.get("label") or ""))
            yield (
                str(quarter.get("code") or ""),
                one_line(str(quarter.get("label") or "")),
                label,
                insee,
                None,
            )


def _list(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _outline(geometry: Any) -> str:
    """The geometry as compact GeoJSON, "" when it is no polygon in degrees."""
    if not isinstance(geometry, dict) or geometry.get("type") not in _SHAPES:
        return ""
    polygons = geometry.get("coordinates")
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    try:
        rings = [[[(float(lon), float(lat)) for lon, lat, *_ in ring] for ring in p] for p in polygons or []]
    except (TypeError, ValueError):
        return ""
    points = [point for polygon in rings for ring in polygon for point in ring]
    if not points or any(abs(lon) > 180 or abs(lat) > 90 for lon, lat in points):
        return ""
    return json.dumps({"type": "MultiPolygon", "coordinates": rings}, separators=(",", ":"))
