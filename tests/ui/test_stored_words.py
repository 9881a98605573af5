"""What is written in the base is French whatever the screen speaks: no verb is handed translated words."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.test_house import sources, text_of

SAYERS = {"tr", "translate", "say"}  # they give the words of the screen, in its language
DOORS = {"do", "_do", "rehearse", "attempt", "_attempt"}  # they lead to a verb
# Methods that give words of other words.
SHAPING = {"format", "strip", "join", "replace", "lower", "upper", "removesuffix"}


def translated(node: ast.AST, names: set[str]) -> bool:
    """Whether what it gives is words of the screen, said there or before."""
    if isinstance(node, ast.Name):
        return node.id in names
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in SHAPING and isinstance(node.func, ast.Attribute):
            return any(translated(part, names) for part in (node.func.value, *node.args))
        return called in SAYERS
    if isinstance(node, ast.IfExp):
        return translated(node.body, names) or translated(node.orelse, names)
    shapes = (ast.BoolOp, ast.BinOp, ast.JoinedStr, ast.FormattedValue, ast.Tuple, ast.List, ast.Dict)
    if isinstance(node, shapes):
        return any(translated(part, names) for part in ast.iter_child_nodes(node))
    return False


def handed(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The functions where translated words are handed to a verb, and the line."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        names = {
            name.id
            for made in ast.walk(function)
            if isinstance(made, ast.Assign) and translated(made.value, set())
            for target in made.targets
            for name in ast.walk(target)
            if isinstance(name, ast.Name)
        }
        for call in ast.walk(function):
            if not isinstance(call, ast.Call):
                continue
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            told = [*call.args, *(word.value for word in call.keywords)]
            if called in DOORS and any(translated(one, names) for one in told):
                yield function.name, call.lineno


def found() -> dict[str, int]:
    return {
        f"{path}::{name}": line
        for path in sources("desktop/ui/", "desktop/terminal/")
        for name, line in handed(ast.parse(text_of(path)))
    }


def test_no_verb_is_handed_words_of_the_screen() -> None:
    assert not found()


def test_the_test_sees_such_words() -> None:
    said = "def f(self):\n    why = self.tr('Non')\n    self.office.do(refuse, reason=why)\n"
    there = "def g(self):\n    self._office.do(refuse, reason=kept or self.tr('Non').format(1))\n"
    plain = "def h(self):\n    self.said.setText(self.tr('Non'))\n    self.office.do(refuse, why=self.x)\n"
    assert [list(handed(ast.parse(code))) for code in (said, there, plain)] == [[("f", 3)], [("g", 2)], []]
