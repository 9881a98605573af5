"""The pages at the door of an archive of a year: the index to search, the verification of its files."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from desktop.exchange.archive_html import Entry, link, page
from desktop.exchange.year_dress import SEARCH, STYLE, VERIFY
from desktop.rules.folding import fold
from desktop.rules.french import plural

Links = Sequence[tuple[str, str]]  # (place in the archive, words)
Choice = tuple[str, str, Sequence[tuple[str, str]]]  # name in the address, label, (code, words) of each


def year_index(
    title: str, facts: Sequence[str], groups: Sequence[tuple[str, Links]], heads: Sequence[str],
    choices: Sequence[Choice], entries: Sequence[Entry],
) -> str:  # fmt: skip
    """The list of the dossiers with its search and filters; readable, and whole, without any script."""
    about = "".join(f"<p>{escape(fact)}</p>" for fact in facts)
    columns = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    told = f"{len(entries)} {plural(len(entries), 'dossier archivé', 'dossiers archivés')}"
    lists = "\n".join(_choice(choice) for choice in choices)
    body = f"""
<header><h1>{escape(title)}</h1><div class="muted">{about}</div></header>
<main id="main">
<p class="keys muted" hidden>Touches : <kbd>/</kbd> chercher, <kbd>↓</kbd> <kbd>↑</kbd> aller d’un
dossier à l’autre, <kbd>Entrée</kbd> ouvrir, <kbd>Échap</kbd> effacer.</p>
<div class="find" hidden><p><label for="q">Chercher un mot dans tout ce que l’archive dit</label>
<input type="search" id="q" autocomplete="off"></p>
{lists}
<p><button type="button" id="clear">Tout afficher</button></p></div>
<p id="told" role="status" aria-live="polite"></p>
<noscript><p>Ce navigateur n’exécute pas le script de recherche : toute la liste est ci-dessous, cherchez par
Ctrl+F.</p></noscript>
<div class="scroll"><table><caption>{told}, par numéro</caption>
<thead><tr>{columns}</tr></thead><tbody class="dossiers">
{"".join(_entry(one) for one in entries)}</tbody></table></div>
<h2>Tout ce que l’archive contient</h2><div class="groups">
{"".join(_group(*group) for group in groups)}</div>
</main><script>{SEARCH}</script>"""
    return page(title, body, STYLE)


def _choice(choice: Choice) -> str:
    name, label, values = choice
    options = "".join(
        f'<option value="{escape(code, quote=True)}">{escape(words)}</option>' for code, words in values
    )
    return (
        f'<p><label for="{name}">{escape(label)}</label><select id="{name}"><option value="">Tous</option>'
        f"{options}</select></p>"
    )


def _group(title: str, links: Links) -> str:
    items = "".join(f"<li>{link(place, words)}</li>" for place, words in links)
    wide = ' style="grid-column: 1 / -1"' if len(links) > 12 else ""
    shape = ' class="long"' if wide else ""
    return f"<section{wide}><h3>{escape(title)}</h3><ul{shape}>{items}</ul></section>\n"


def _entry(one: Entry) -> str:
    """Words once each and folded: what is sought is found anywhere in them."""
    sought = " ".join(sorted(set(fold(one.sought).split())))
    marks = "".join(f' data-{name}="{escape(codes, quote=True)}"' for name, codes in one.marks)
    first = f'<th scope="row">{link(one.href, one.cells[0])}</th>'
    rest = "".join(f"<td>{escape(cell)}</td>" for cell in one.cells[1:])
    return f'<tr data-s="{escape(sought, quote=True)}"{marks}>{first}{rest}</tr>\n'


def verify_page(title: str, count: int) -> str:
    """The page that compares the files of the archive with their checksums, by the browser alone."""
    body = f"""
<header><nav>{link("index.html", "← Tous les dossiers")}</nav><h1>Vérifier les fichiers</h1>
<p class="muted">{escape(title)}</p></header>
<main id="main">
<p>{link("SHA256SUMS", "SHA256SUMS")} tient l’empreinte SHA-256 de chacun des {count}
autres fichiers.</p>
<p id="asked" hidden><label for="folder">Choisissez le dossier de l’archive : chaque fichier est relu
ici, sans réseau</label><br><input type="file" id="folder" webkitdirectory multiple></p>
<p id="told" role="status" aria-live="polite"></p><ul id="wrong" class="bad"></ul>
<h2>Sans cette page</h2>
<p>Dans le dossier de l’archive, sous Linux ou macOS : <code>sha256sum -c SHA256SUMS</code> (ou
<code>shasum -a 256 -c SHA256SUMS</code>). Avec Parvis : <code>parvis archive --verify DOSSIER</code>.</p>
</main><script>{VERIFY}</script>"""
    return page("Vérifier les fichiers", body, STYLE)


def check_sums(text: str) -> list[tuple[str, str]]:
    """(digest, path) of each line of a SHA256SUMS file. Raises ValueError (French) on anything else."""
    found = []
    for rank, line in enumerate(text.splitlines(), start=1):
        digest, path = line[:64], line[66:]
        if len(digest) != 64 or line[64:66] != "  " or not path or set(digest) - set("0123456789abcdef"):
            raise ValueError(f"La ligne {rank} de SHA256SUMS n’est pas une empreinte : le fichier est abîmé.")
        found.append((digest, path))
    return found
