"""The elements of a block as objects of PDF: tags, cells of tables, links, and whose each mark is."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.letters.pdf import text_string
from desktop.letters.sheets.flow import Block
from desktop.letters.structure import Node

Objects = list[tuple[int, str]]


@dataclass(slots=True)
class Numbered:
    """Numbers of a block: its pages begin at `pages`, what is numbered next, the element above it."""

    pages: int
    next: int
    above: int
    count: int
    annots: list[list[int]] = field(default_factory=list)

    def take(self) -> int:
        self.next += 1
        return self.next - 1


def written_nodes(block: Block, numbers: Numbered) -> tuple[Objects, int, list[tuple[int, int]]]:
    """The objects of the elements and links, the number of the top one, and entries of the parent tree."""
    objects: Objects = []
    numbers.annots = [[] for _ in range(numbers.count)]
    links: dict[int, list[tuple[int, int]]] = {}  # of an element: page, annotation
    waiting = []
    for at, leaf in enumerate(block.leaves):
        for link in leaf.links:
            number = numbers.take()
            numbers.annots[at].append(number)
            links.setdefault(id(link.node), []).append((at, number))
            box = " ".join(f"{side:.1f}" for side in link.box)
            objects.append(
                (
                    number,
                    f"<</Type/Annot/Subtype/Link/Rect[{box}]/Border[0 0 0]/F 4/Dest({link.anchor})"
                    f"/Contents {text_string(link.words)}/StructParent {number}/P {numbers.pages + at} 0 R>>",
                )
            )
            waiting.append((number, id(link.node)))
    owners: list[list[int]] = [[0] * leaf.marks for leaf in block.leaves]
    known: dict[int, int] = {}
    top = _element(block.top, numbers.above, numbers, objects, owners, links, known)
    parents = []
    for at, owner in enumerate(owners):
        number = numbers.take()
        objects.append((number, "[" + " ".join([f"{n} 0 R" for n in owner]) + "]"))
        parents.append((numbers.pages + at, number))
    parents += [(number, known[node]) for number, node in waiting]
    return objects, top, parents


def _element(
    node: Node,
    above: int,
    numbers: Numbered,
    objects: Objects,
    owners: list[list[int]],
    links: dict[int, list[tuple[int, int]]],
    known: dict[int, int],
) -> int:
    number = known[id(node)] = numbers.next
    numbers.next += 1
    kids: list[str] = []
    key = ""
    if node.marks:
        first = node.marks[0][0]
        key = f"/Pg {numbers.pages + first} 0 R"
        for page, mark in node.marks:
            owners[page][mark] = number
            kids.append(
                str(mark) if page == first else f"<</Type/MCR/Pg {numbers.pages + page} 0 R/MCID {mark}>>"
            )
    for page, annot in links.get(id(node), ()):
        kids.append(f"<</Type/OBJR/Pg {numbers.pages + page} 0 R/Obj {annot} 0 R>>")
    for kid in node.kids:
        kids.append(f"{_element(kid, number, numbers, objects, owners, links, known)} 0 R")
    scope = f"/A<</O/Table/Scope/{node.scope}>>" if node.scope else ""
    objects.append(
        (number, f"<</Type/StructElem/S/{node.tag}/P {above} 0 R{key}{scope}/K[{' '.join(kids)}]>>")
    )
    return number
