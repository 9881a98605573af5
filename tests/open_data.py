"""What the published schema says of a file of open data: all that frictionless and its checks find."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
from frictionless import Check, Checklist, Error, Resource, Row, Schema, errors, system
from stdnum.fr import siret

from desktop.paths import resources

OFFICIAL, EVOLUTION = "subventions-2.1.1", "subventions-evolution"


@attrs.define(kw_only=True, repr=False)
class FrenchSiret(Check):
    """The key of a SIRET, where there is one."""

    type = "french-siret-value"
    column: str
    Errors = [errors.CellError]  # noqa: RUF012 - as frictionless reads it

    def validate_row(self, row: Row) -> Iterator[Error]:
        value = row.get(self.column)
        if value and not siret.is_valid(str(value)):
            yield errors.CellError.from_row(row, note=f"SIRET {value}", field_name=self.column)


@attrs.define(kw_only=True, repr=False)
class OneOf(Check):
    """One of two columns at least."""

    type = "one-of-required"
    column1: str
    column2: str
    Errors = [errors.RowConstraintError]  # noqa: RUF012 - as frictionless reads it

    def validate_row(self, row: Row) -> Iterator[Error]:
        if not row.get(self.column1) and not row.get(self.column2):
            yield errors.RowConstraintError.from_row(row, note=f"{self.column1} or {self.column2}")


CHECKS: dict[str, Any] = {"french-siret-value": FrenchSiret, "one-of-required": OneOf}


def schema(name: str) -> dict[str, Any]:
    return json.loads((resources() / "opendata" / f"{name}.json").read_text(encoding="utf-8"))


def faults(path: Path, name: str = OFFICIAL) -> list[str]:
    """Each error as « line, column: type, note »; [] when the file is valid. A check that the schema names
    and nobody knows here is a KeyError, never passed over."""
    told = schema(name)
    checks = [CHECKS[one["name"]](**one["params"]) for one in told["custom_checks"]]
    with system.use_context(trusted=True):
        here = os.path.relpath(path)
        resource = Resource(path=here, schema=Schema.from_descriptor({"fields": told["fields"]}))
        report = resource.validate(Checklist(checks=checks))
    found = report.flatten(["rowNumber", "fieldName", "type", "note"])
    return [f"{row}, {field} : {kind}, {note}" for row, field, kind, note in found]
