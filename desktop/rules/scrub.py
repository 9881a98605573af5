"""What a technical text may say outside the office: the words of the program stay, those of the data go."""

from __future__ import annotations

import re
from collections.abc import Collection

from desktop.rules.folding import fold

HIDDEN = "•••"
_WHOLE = (  # taken out first, whatever their words
    re.compile(r"\S+@\S+"),  # e-mail
    re.compile(r"\b\w+://\S+"),  # address of the web
    re.compile(r"(?:[A-Za-z]:)?(?:[\\/][^\s\\/:*?\"<>|«»]+){2,}"),  # path
    re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0\u202f]?[A-Z0-9]{2,4}){3,8}\b"),  # IBAN
    re.compile(
        r"\b\S+\.(?:pdf|docx?|xlsx?|ods|csv|json|zip|jpe?g|png|tiff?|parvis|db|mallette|eml|msg)\b", re.I
    ),
    re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|'[^']*'|‘[^’]*’"),  # what is quoted is data
    re.compile(r"[+(]?\d[\d.  \u00a0\u202f()/-]{3,}\d"),  # telephone, SIRET, dates, amounts
    re.compile(r"\b[WwDdSs]?\d{3,}\w*\b"),  # RNA, numbers
)
_WORD = re.compile(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]+)*")
# What libraries and systems say of their own troubles.
_TECHNICAL = (
    "a an and are as at attribute base been but by can cannot closed code column constraint corrupt "
    "could database data disk does error exceeded executing expected failed file for foreign format "
    "found from full function has have import index integer into invalid io is iterable key list "
    "located locked malformed memory missing module name no none not null object of on only open "
    "operation or out page permission denied position process range read readonly required string "
    "such syntax table than that the this thread timeout to too tuple type unable unexpected unique "
    "unknown unsupported value values was while with write wrong argument arguments got takes "
    "positional given keyword subscriptable callable instance int str bytes float bool dict set "
    "nonetype "
)


def vocabulary(texts: Collection[str]) -> frozenset[str]:
    """The words of these texts, folded, with those of every library."""
    found = set(_WORD.findall(_TECHNICAL)) | {"a"}
    for text in texts:
        found.update(fold(word) for word in _WORD.findall(text))
    return frozenset(found)


def scrub(text: str, known: Collection[str]) -> str:
    """A sentence in which only the words of `known` (folded) are left: the rest may name somebody."""
    for pattern in _WHOLE:
        text = pattern.sub(HIDDEN, text)
    told = _WORD.sub(lambda found: found[0] if fold(found[0]) in known else HIDDEN, text)
    return re.sub(rf"(?:{HIDDEN}[ ,.:;/-]*)+", f"{HIDDEN} ", told).strip()


def words_of(text: str) -> set[str]:
    """The words of a text, folded, three letters or more: what is compared with the base."""
    return {fold(word) for word in re.findall(r"\w{3,}", text)}


def without(text: str, names: Collection[str]) -> str:
    """A text in which these words (folded) are hidden."""
    return re.sub(r"\w{3,}", lambda found: HIDDEN if fold(found[0]) in names else found[0], text)
