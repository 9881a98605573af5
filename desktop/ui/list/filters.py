"""What the list is filtered by, as a value: the stages pressed and the chips, in the query language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.rules.query import EVERYTHING, And, Node, Or, Term, describe, parse, to_text
from desktop.rules.query_fields import BY_CODE

JOINABLE = frozenset({"text", "enum", "level", "flag"})


@dataclass(frozen=True, slots=True)
class Filters:
    """Stages are any of them; parts hold all together."""

    stages: tuple[str, ...] = ()
    parts: tuple[Node, ...] = ()

    @classmethod
    def of(cls, query: str) -> Filters:
        """The filters of a saved query. Raises QueryError."""
        return cls().plus(parse(query))

    def plus(self, node: Node) -> Filters:
        """These filters and that one; a filter already there is not added twice, and stages become those
        pressed above the list."""
        stages, parts = self.stages, list(self.parts)
        for part in _split(node):
            wanted = _stages(part)
            if wanted and not stages:
                stages = wanted
            elif part not in parts and not (wanted and set(wanted) == set(stages)):
                parts.append(part)
        return Filters(stages, tuple(parts))

    def without(self, index: int) -> Filters:
        """All but the part at this place."""
        return replace(self, parts=self.parts[:index] + self.parts[index + 1 :])

    def has(self, term: Term) -> bool:
        """Whether a chip asks for this."""
        return any(term in _terms(part) for part in self.parts)

    def toggled(self, term: Term) -> Filters:
        """With this term or without it; values of one field share a chip: « Quartier : Étouvie, Nord »."""
        for index, part in enumerate(self.parts):
            terms = _terms(part)
            if term in terms:
                return self._put(index, [other for other in terms if other != term])
        for index, part in enumerate(self.parts):
            terms = _terms(part)
            if terms and _same_field(term, terms):
                return self._put(index, [*terms, term])
        return replace(self, parts=(*self.parts, term))

    def _put(self, index: int, terms: Sequence[Term]) -> Filters:
        if not terms:
            return self.without(index)
        node: Node = terms[0] if len(terms) == 1 else Or(tuple(terms))
        return replace(self, parts=(*self.parts[:index], node, *self.parts[index + 1 :]))

    def node(self, live: Node = EVERYTHING, *, with_stages: bool = True) -> Node:
        """Everything asked for, with what is being typed."""
        nodes = [*self.parts, *_split(live)]
        if with_stages and self.stages:
            terms = [Term("stage", "=", code) for code in self.stages]
            nodes.insert(0, terms[0] if len(terms) == 1 else Or(tuple(terms)))
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def text(self) -> str:
        """The query as it would be typed."""
        return to_text(self.node())

    def words(self, names: Sequence[str] = ()) -> list[str]:
        """What each chip says; `names` are the short names of the challenges."""
        return [_said(part, names) for part in self.parts]


def _split(node: Node) -> Iterator[Node]:
    if isinstance(node, And):
        for inner in node.nodes:
            yield from _split(inner)
    else:
        yield node


def _terms(node: Node) -> list[Term]:
    """The terms of a chip made of values of one field, none for anything else."""
    if isinstance(node, Term):
        return [node]
    if isinstance(node, Or):
        terms = [inner for inner in node.nodes if isinstance(inner, Term)]
        if len(terms) == len(node.nodes) and all(_same_field(terms[0], [term]) for term in terms):
            return terms
    return []


def _same_field(term: Term, others: Sequence[Term]) -> bool:
    joinable = BY_CODE[term.field].kind in JOINABLE
    return joinable and all(o.field == term.field and o.op == term.op == "=" for o in others)


def _stages(node: Node) -> tuple[str, ...]:
    terms = _terms(node)
    if terms and all(term.field == "stage" and term.op == "=" for term in terms):
        return tuple(str(term.value) for term in terms)
    return ()


def _said(node: Node, names: Sequence[str]) -> str:
    terms = _terms(node)
    if not terms:
        return describe(node)
    first = _term_said(terms[0], names)
    rest = [_term_said(term, names).partition(": ")[2] for term in terms[1:]]
    return ", ".join([first, *rest])


def _term_said(term: Term, names: Sequence[str]) -> str:
    said = describe(term)
    if term.field == "challenge" and str(term.value)[1:].isdigit():
        rank = int(str(term.value)[1:])
        if 1 <= rank <= len(names):
            said = said.replace(f": {rank}", f": {rank} {names[rank - 1]}", 1)
    return said
