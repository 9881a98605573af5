"""Reads and writes Qt's file of translations, one message a source in each context."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'


def read(path: Path) -> dict[str, dict[str, str | None]]:
    """The English of each source, by context; None where nobody has written it yet."""
    told: dict[str, dict[str, str | None]] = {}
    if not path.exists():
        return told
    for context in ET.parse(path).getroot().iter("context"):
        into = told.setdefault(context.findtext("name") or "", {})
        for message in context.iter("message"):
            said = message.find("translation")
            written = said is not None and said.get("type") is None
            into[message.findtext("source") or ""] = (
                (said.text or "") if written and said is not None else None
            )
    return told


def write(path: Path, told: dict[str, dict[str, str | None]], places: dict[tuple[str, str], str]) -> None:
    """Contexts and sources in order; `places` is the file that says each."""
    root = ET.Element("TS", version="2.1", language="en_GB", sourcelanguage="fr_FR")
    for name in sorted(told):
        context = ET.SubElement(root, "context")
        ET.SubElement(context, "name").text = name
        for source, english in told[name].items():
            message = ET.SubElement(context, "message")
            ET.SubElement(message, "location", filename="../../" + places[name, source])
            ET.SubElement(message, "source").text = source
            said = ET.SubElement(message, "translation")
            said.text = english
            if english is None:
                said.set("type", "unfinished")
    ET.indent(root, " ")
    path.write_text(_HEAD + ET.tostring(root, encoding="unicode") + "\n", encoding="utf-8", newline="\n")
