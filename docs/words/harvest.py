"""The French words of the program, read in its sources: those of `tr`, and the sentences from below."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

SENTENCES = "sentences"  # what flow, rules, exchange and db say, and what a screen puts together
ANYONE = "words"  # words of `tr` that no class of their own says: window.tr(…)
ROOMS = ("flow", "rules", "exchange", "ui")
_FRENCH = re.compile(
    r"[éèàêçùâîôûœÉÀ’«»]|\b(?:le|la|les|de|du|des|un|une|est|et|dont|en|au|aux|par|pour|sur|dans|sans|avec|pas|que|qui)\b"
)
_SQL = re.compile(r"\b(?:SELECT|FROM|WHERE)\b")
_TEXTS = (ast.JoinedStr, ast.Constant, ast.BinOp)
_NO_WORDS = {"ctx", "op", "ops", "annotation", "returns", "type_params"}
_TONGUE = "desktop/ui/tongue/"


class Harvest(NamedTuple):
    """`spoken`: the sources of each context; `below`: sentences; each with the file that says it first."""

    spoken: dict[str, dict[str, str]]
    below: dict[str, str]


def harvest(root: Path, known: Iterable[str] = ()) -> Harvest:
    """Every French text of the sources under `root`; `known` are words that look like no French (« fort »)
    and are sentences wherever they stand whole in a source."""
    spoken: dict[str, dict[str, str]] = {}
    below: dict[str, str] = {}
    listed = frozenset(known)
    for name, path in _sources(root):
        told, texts = read_source(path.read_text(encoding="utf-8"), listed)
        if name.startswith("desktop/"):
            for context, text in told:
                spoken.setdefault(context, {}).setdefault(text, name)
        if _is_below(name):
            for text in texts:
                below.setdefault(text, name)
    for path in sorted((root / "resources" / "checks").glob("*.toml")):
        for text in check_texts(tomllib.loads(path.read_text(encoding="utf-8"))):
            below.setdefault(text, path.relative_to(root).as_posix())
    for text in sorted(listed - set(below)):
        below[text] = "docs/words/also.json"  # said by a sentence that is put together
    said = {text for texts in spoken.values() for text in texts}
    screens = {text for text, name in below.items() if text in said and name.startswith("desktop/ui/")}
    return Harvest(spoken, {text: name for text, name in below.items() if text not in screens})


def check_texts(told: dict[str, Any]) -> Iterator[str]:
    """What a file of checks says to the officer: titles, sentences, reasons; laws are quoted as they are."""
    yield told["title"]
    for rule in told["rule"]:
        yield from (rule[name] for name in ("title", "sentence", "why") if rule.get(name))
        yield from rule.get("others", {}).values()


def _sources(root: Path) -> Iterator[tuple[str, Path]]:
    for room in ("db", "desktop"):
        for path in sorted((root / room).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if "migrations" not in name and not name.startswith(_TONGUE):
                yield name, path


def _is_below(name: str) -> bool:
    parts = name.split("/")
    if parts[0] == "db" or len(parts) == 2:
        return not name.startswith("desktop/shots")
    return parts[1] in ROOMS


def _constant(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _constant(node.left), _constant(node.right)
        return left + right if left is not None and right is not None else None
    return None


def read_source(text: str, known: frozenset[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """Context and source of each `self.tr(…)`, `window.tr(…)`, `translate(…)` and its nickname `say(…)`; then
    the French texts, docstrings left out."""
    spoken: list[tuple[str, str]] = []
    texts: list[str] = []
    waiting: list[tuple[ast.AST, str]] = [(ast.parse(text), "")]
    while waiting:
        node, holder = waiting.pop()
        if isinstance(node, ast.Call):
            if told := _one_call(node, holder):
                spoken.append(told)
            if getattr(node.func, "id", "") == "plural":
                texts += _counted(node)
        elif isinstance(node, _TEXTS) and (said := template(node)) is not None:
            if said in known or (_FRENCH.search(said) and not _SQL.search(said)):
                texts.append(said)
            if not isinstance(node, ast.JoinedStr):
                continue
        elif isinstance(node, ast.ClassDef):
            holder = node.name
        waiting += [(child, holder) for child in reversed(_children(node))]
    return spoken, texts


def _children(node: ast.AST) -> list[ast.AST]:
    """What a node is made of, but for docstrings, types and the words of an f-string."""
    if isinstance(node, ast.JoinedStr):
        return [value.value for value in node.values if isinstance(value, ast.FormattedValue)]
    found: list[ast.AST] = []
    for name in node._fields:
        part = getattr(node, name, None)
        if name in _NO_WORDS or part is None:
            continue
        if isinstance(part, list):
            start = 1 if name == "body" and part and _is_docstring(part[0], node) else 0
            found += [one for one in part[start:] if isinstance(one, ast.AST)]
        elif isinstance(part, ast.AST):
            found.append(part)
    return found


def _is_docstring(first: object, node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
    )


def _one_call(call: ast.Call, holder: str) -> tuple[str, str] | None:
    name = getattr(call.func, "attr", "") or getattr(call.func, "id", "")
    if name == "tr" and isinstance(call.func, ast.Attribute) and call.args:
        text = _constant(call.args[0])
        mine = isinstance(call.func.value, ast.Name) and call.func.value.id == "self"
        return ((holder if mine and holder else ANYONE), text) if text else None
    if name in ("say", "translate") and len(call.args) >= 2:
        context, text = _constant(call.args[0]), _constant(call.args[1])
        return (context, text) if context and text else None
    return None


def template(node: ast.AST) -> str | None:
    """A constant as it is, an f-string with its values numbered: « {0} dossiers sur {1} »."""
    if not isinstance(node, ast.JoinedStr):
        return _constant(node)
    said, holes = "", 0
    for value in node.values:
        if isinstance(value, ast.Constant):
            said += str(value.value)
        else:
            said, holes = said + f"{{{holes}}}", holes + 1
    return said


def _counted(call: ast.Call) -> Iterator[str]:
    forms = [text for text in map(_constant, call.args[1:3]) if text]
    yield from forms
    if len(forms) == 1 and len(call.args) == 2 and not forms[0].endswith(("s", "x", "z")):
        yield forms[0] + "s"
