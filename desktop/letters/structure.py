"""What makes a page readable by ear and fit for the archive: tags, title, language, profile."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from functools import cache
from xml.sax.saxutils import escape

from desktop.letters.pdf import Writer, text_string
from desktop.paths import resources

LANGUAGE = "fr-FR"


@dataclass(slots=True)
class Node:
    """An element of the structure: its tag, its children, and where its content stands (page, mark)."""

    tag: str
    kids: list[Node] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)  # page index in the letter, MCID
    scope: str = ""
    span: int = 0  # columns that a cell covers, when more than one
    alt: str = ""  # what a picture shows, for who does not see it

    def add(self, tag: str, scope: str = "") -> Node:
        """A new child."""
        node = Node(tag, scope=scope)
        self.kids.append(node)
        return node


def write_tree(writer: Writer, top: Node, parent: int, pages: list[int]) -> tuple[int, list[list[int]]]:
    """Writes a tree of elements; gives its number and, per page, the element of each mark in order."""
    owners: list[dict[int, int]] = [{} for _ in pages]

    def write(node: Node, above: int) -> int:
        number = writer.reserve()
        kids = [f"<</Type/MCR/Pg {pages[p]} 0 R/MCID {m}>>" for p, m in node.marks]
        if len({p for p, _ in node.marks}) == 1:
            kids = [str(m) for _, m in node.marks]
        for page, mark in node.marks:
            owners[page][mark] = number
        kids += [f"{write(kid, number)} 0 R" for kid in node.kids]
        page_key = f"/Pg {pages[node.marks[0][0]]} 0 R" if node.marks else ""
        page_key += f"/Alt {text_string(node.alt)}" if node.alt else ""
        about = f"/Scope/{node.scope}" if node.scope else ""
        about += f"/ColSpan {node.span}" if node.span > 1 else ""
        scope = f"/A<</O/Table{about}>>" if about else ""
        writer.put(
            f"<</Type/StructElem/S/{node.tag}/P {above} 0 R{page_key}{scope}/K[{' '.join(kids)}]>>", number
        )
        return number

    number = write(top, parent)
    return number, [[owner[mark] for mark in range(len(owner))] for owner in owners]


@cache
def _profile() -> bytes:
    return zlib.compress((resources() / "letters" / "sRGB.icc").read_bytes(), 9)


def output_intent(writer: Writer) -> str:
    """The colours of the file are those of sRGB, said with its profile."""
    number = writer.stream(_profile(), "/N 3/Filter/FlateDecode", deflate=False)
    return (
        "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)"
        f"/DestOutputProfile {number} 0 R>>"
    )


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>Parvis</xmp:CreatorTool><pdf:Producer>Parvis</pdf:Producer>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
{accessible}
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""

# PDF/UA-1, with the description that PDF/A asks for a schema it does not know.
ACCESSIBLE = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the standard</pdfaProperty:description></rdf:li></rdf:Seq>
</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def metadata(title: str, author: str, day: str) -> bytes:
    """The XMP packet of a letter dated `day` (ISO)."""
    return _XMP.format(
        title=escape(title),
        author=escape(author),
        language=LANGUAGE,
        date=f"{day}T00:00:00Z",
        accessible=ACCESSIBLE,
    ).encode("utf-8")
