"""`python -m tests.fuzz.first_files` makes the first files of the corpus; what fuzzing finds lies beside."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from db.store import Store
from desktop.exchange import keys, settings_file
from desktop.flow.settings_read import shipped
from desktop.paths import resources
from desktop.rules.settings import BY_CODE
from tests.exchange import written
from tests.exchange.report_forms import book, report
from tests.fault.originals import originals
from tests.flow import packs
from tests.fuzz.targets import CORPUS, VERIFIER
from tests.office import application, bring, open_office

PAID = "N° de dossier;Référence;N° de mandat;Versé le;Montant versé\n2026-0001;V1;M-1;12/03/2026;1 234,50\n"
DECIDED = "Dossier;Décision;Amiens Métropole;État;Motif\n2026-0001;accord;5000;4 000;\n2026-0002;refus;;;\n"
QUERIES = (
    "quartier:nord demandé>5000 -étape:notifié", "défi:4>=2 (porteur:lire OU titre:\"fête de quartier\")",
    "échéance<2026-03-01 reçu>=12/01/2026 -note:« mots »", "montant:1000..5000 #urgent",
)  # fmt: skip
HTML = "<p>Bonjour,<br>voici les <b>statuts</b> &amp; le RIB <a href='x'>ici</a></p><script>x()</script>"


def first_files(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Reader, name and content of each."""
    by_family = {"text": "import-csv", "json": "import-json", "pdf": "import-pdf"}
    for one in originals(folder):
        suffix = one.name.rpartition(".")[2]
        name = by_family.get(one.family, f"import-{suffix}")
        name = {"eml": "mail", "msg": "outlook", "geojson": "reference-json"}.get(suffix, name)
        if one.name in ("rna.csv", "listeqp2024_sample.csv"):
            name = "reference-csv"
        if one.name == "unites.zip":
            name = "reference-csv"
        yield name, one.name[-40:], one.data
    yield from _typed()
    yield from _papers(folder)
    yield from _opinions(folder)
    yield from _sealed(folder)
    yield from _settings()
    for rank, path in enumerate(sorted((resources() / "imports").glob("[cf]*.toml"))):
        yield "column-map", f"{rank}.toml", path.read_bytes()
    for path in sorted((resources() / "checks").glob("[db]*.toml")):
        yield "checks", path.name, path.read_bytes()


def _settings() -> Iterator[tuple[str, str, bytes]]:
    some = {code: shipped(BY_CODE[code]) for code in ("labels", "thresholds", "reports")}
    yield "settings", "service.parvis-reglages", settings_file.written(some, "A. Exemple", "2026-03-20", "")


def _typed() -> Iterator[tuple[str, str, bytes]]:
    yield "paid", "finances.csv", PAID.encode()
    yield "paid-pasted", "colle.txt", PAID.replace(";", "\t").encode()
    yield "decisions", "decisions.csv", DECIDED.encode("cp1252")
    yield "html", "mail.html", HTML.encode()
    for rank, words in enumerate(QUERIES):
        yield "query", f"{rank}.txt", words.encode()


def _papers(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    yield "words-docx", "lettre.docx", written.docx("Madame, Monsieur,", "l’association", header="En-tête")
    yield "words-odt", "lettre.odt", written.odt("Madame, Monsieur,", "l’association")
    yield "words-rtf", "lettre.rtf", written.rtf("Madame, l’association vous écrit.")
    yield "words-pdf", "numerise.pdf", written.scan()
    yield "scan-pdf", "numerise.pdf", written.scan()
    yield "scan-picture", "page.bmp", written.bitmap()
    yield "report-pdf", "bilan.pdf", report(folder / "bilan.pdf").read_bytes()
    yield "report-book", "bilans.xlsx", book(folder / "bilans.xlsx").read_bytes()


def _opinions(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    store: Store = open_office(folder / "office")
    bring(store, application("26500001"), application("26500002"))
    made = [folder / "avis.xlsx", folder / "avis.pdf"]
    packs.hand(store, packs.dossiers(store, 2), *made)
    store.close()
    yield "opinion-book", "avis.xlsx", made[0].read_bytes()
    yield "opinion-form", "avis.pdf", made[1].read_bytes()


def _sealed(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    from tests.exchange.test_satchel import people
    from tests.exchange.test_satchel import written as satchel

    made = satchel(folder, b"une piece")
    VERIFIER.write_text(people()[0].public.verifier, encoding="ascii")
    yield "satchel", "depart.mallette", made.path.read_bytes()
    keys.write_public(
        folder / "carte.cle", people()[1].public, "card", scope='{"quarters": []}', escrow="age1x"
    )
    yield "card", "carte.cle", (folder / "carte.cle").read_bytes()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, file, content in first_files(Path(folder)):
            (CORPUS / name).mkdir(parents=True, exist_ok=True)
            (CORPUS / name / f"0-{file}").write_bytes(content)


if __name__ == "__main__":
    main()
