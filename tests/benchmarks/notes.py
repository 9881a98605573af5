"""The words of the page of figures: how each was taken, and why a goal is not reached."""

HEAD = """# Figures

Made by `./run bench` between {first} and {last}: {machine}; load of the machine {low:.1f} to {high:.1f}, {minutes:.0f}
minutes in all. A base of 100,000 dossiers has 2 kB of text each and a million notes; those of 2,000 and 20,000 are
made by the same seeded generator. Each line was measured beside its floor in the same run, in turn, after one that does not count,
medians of up to thirty runs (one of what takes seconds): the ratio is what counts, the milliseconds drift with the machine. Most are CPU time, so that other
work on the machine counts for little; where a disk is waited for (saving, copies) they are the clock's. *Instead* is
what would be taken without this program, and how many times longer it takes.
"""

# Why a goal is not reached: said beside the figure of the run, whatever it is.
LATER = {
    "start to the painted list": (
        "The empty window already costs 105 to 130 ms, of which 60 are PySide’s own signatures, compiled anew at each start. Above it "
        "(CPU, profiled): the enums of Qt that a window names 30 ms (`Qt` alone 17), reading 90 modules of ours 60, the schema with "
        "its 1,195 triggers 14, fonts and style sheet 9, the bar and the list made 55, the first paint 25. The rail comes one turn later. "
        "A bare `QTableView` on a Qt SQL model takes 1.2 to 1.3 times the empty window, without rail, search, filters or journal."
    ),
    "start to the whole window, rail included": (
        "What is told of the painted list, then the rail with its drawings, and the menus, in the turn after the first picture."
    ),
    "saving a note, journal included": (
        "The disk of this run answers in a tenth of a millisecond: what is left is the CPU of the verb, its journal and its hash, near "
        "a millisecond. Where the disk took 3.6 ms in another run, the same work was 1.2 times it."
    ),
    "start to the painted list, beside a spreadsheet": "Calc reads a list of twelve columns; the goal came from a prototype without rail nor menus.",
    "header click to 40 rows in the new order, all keys read": (
        "The list stays on the dossier one stands on, so it must know the whole order: SQLite hands the keys over in one piece, which is "
        "half as long as one Python object each. On a small base the rows themselves, 2 ms, are what is left."
    ),
    "one stage filtered, 40 rows": (
        "The index of stages holds no key, so each dossier of the stage is looked up; on a small base the 40 rows, 2 ms, are most of it."
    ),
    "importing one dossier of 2,000, all included": (
        "A dossier is 21 journalled rows, and the journal is not gone round. Its CPU, measured part by part in milliseconds: making the "
        "rows from the file beside what is known 1.1, inserting them with their triggers 1.1, proving each value (SHA-256 of every one) "
        "0.5, operations and heads 0.45, reading back what the triggers captured 0.2, the search index 0.7. The inserts, or the proof and "
        "the index, are alone above the half millisecond of the goal."
    ),
    "rows alone, one dossier and its text": "A row with 2 kB of text costs SQLite itself most of its time; the twelve times were measured on rows without text.",
    "copy of the day": (
        "The file is copied as it lies by the system, while a reading keeps it still, and synced: what is left is the disk’s. "
        "Only where another program reads for long are pages copied one by one."
    ),
    "look at the tables of the dossiers when it opens": "Opening the base with its 1,195 triggers is a fifth of it. It runs behind the window.",
    "a workbook of 100,000 × 30 cells written": (
        "No two of its rows are the same, which is what costs: of a list, stages, calls and dates come again. It is a third of the CPU of CSV "
        "to compress, and the rest is one string a cell."
    ),
    "one tagged letter of a print run, beside LibreOffice": "LibreOffice is given letters merged already, without letterhead, signature, code nor tags.",
    "a page of a letter in a print run": "Letters are of two pages; tags, code and the links of each page are in it, the fonts and the letterhead are shared.",
    "encrypted: start, key from the keyring": "The CPU is that of the keyring library and of SQLCipher being loaded, in a thread beside Qt’s imports.",
    "opening a dossier: text, notes, marks, facts": (
        "All that the screen shows is read, in seventy statements, and laid out; its widgets serve again. It does not grow with the base."
    ),
}

NOTES = """## How to read it

`./run bench` runs every part; `./run bench start reading 2000` those parts on that size. Each part keeps what it gave
in `build/benchmarks`, and a part measured less than `PARVIS_BENCH_HOURS` hours ago (0 by default) is not run again, so
that a run that was stopped goes on; the page is written from all of them. The bases are kept in the user's cache
folder (`PARVIS_BENCH` moves it) and built once: some minutes for the largest.

- *start*: the program as it is called, command line included, to its first painted list, then to the whole window, whose
  rail is made in the turn after; beside it, an empty `QMainWindow` painted. *Instead*: PySide's own SQL model in its own table; LibreOffice Calc opening the list from its own
  format, without a window. All off-screen, CPU of whole processes.
- *header click*: keys of all dossiers in the new order and the first 40 rows, beside a `QSortFilterProxyModel` over a
  Python model. *Filter*: the same with one stage.
- *typing*: titles first, then the latest rows, with snippets, by number of letters; beside `LIKE` over the same texts.
- *frames*: the list scrolled down 240 times by 150 pixels at 1400 × 900, painted by one Python delegate a row; beside it
  a `QTableView` whose model and delegate are Qt's own. *Memory*: of a process of its own, above its imports.
- *opening a dossier*: thirty dossiers opened in the whole screen and painted.
- *saving a note*: one verb with its journal, its hash and its queue for the search index, `synchronous=FULL`; beside a 4 kB
  write with `fdatasync`.
- *figures*: the rows and the whole of an axis, nineteen columns each; beside counts and sums of that axis alone.
- *copy, look, check*: the automatic copy as it is made; the look at a base that opens (the schema,
  the journal's end, the dossiers and applicants as far as a million instructions of SQLite go, some 20,000 of each), CPU behind the
  window; every page of all tables, read once in a window, after the copy of the day; the whole check of a copy.
- *list to a workbook*: typed cells, widths, filters and long texts, rows streamed as XML into a book that openpyxl makes;
  beside the same values by openpyxl alone, without any style. *A workbook written*: rows that never are the same twice, from
  a generator; XlsxWriter, which the goal names, is no dependency of this program, and took 0.85 to 0.93 of openpyxl where
  both were measured: nine times openpyxl is eight times it. Its memory is that of a process of its own, above a small one.
- *18,000 rows of CSV*: the file to checked dossiers through the column maps; beside it, pandas parses the cells alone.
  *A workbook*: the file to typed cells of Python, each archive proved whole and looked at for entities and far cells first.
- *importing one dossier*: one verb with its pieces expected, budget, amounts, journal, hash and search index.
- *letters*: one print run, and one file each (PDF/A-2b, tagged, with the code of each page in the run of ten thousand, whose
  highest memory is that of a process of its own); beside the same letter laid out by platypus. *Instead*: the words of the
  same 200 letters converted by LibreOffice Writer in one start: its mail merge asks for UNO, which this Python has not.
- *pack*: cover, contents, order of the day, envelopes, programming table, a sheet for each of 300 dossiers, syntheses; beside it
  the same words, tables and bars by platypus' `multiBuild`, whose contents need several passes. Made again: one amount of one
  dossier changed; the sheets whose rows are the same are not laid again. Its memory is that of a whole process.
- *a page turned*: drawn by PDFium at 150 points an inch and painted; drawn ahead, only painted.
- *workbench*: one cell written at random, then the totals of every axis and the rules, beside the same counted from all rows;
  a key typed in a cell and the whole tab painted into a picture. Fragile ranks: each weight ± 20 % and each reader left out.
- *taken in*: a lot of a quarter office at the hub of 2,000 dossiers, heads, states, journal, chain and search queue included;
  beside it the same values by plain statements. What else it is held to: docs/offline-tests.md.
- *encrypted*: the same work on 20,000 dossiers in clear and under SQLCipher, in turn, key in memory; the start asks it of a
  keyring, and its CPU is that of the keyring library being loaded.
- *reference*: files made by `tests/benchmarks/reference.py` in the layouts of the RNA (39 quoted columns, cp1252) and of SIRENE
  (34 columns), loaded as the window does, indexes included; then the median of a hundred applicants.

Not measured yet: joining 300 PDFs into one, searching in the text of pieces beside page by page, LibreOffice's own mail merge.
A part that fails is told and the page is written of the others.
"""
