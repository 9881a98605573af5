"""HTML of portals and mails, as it is read."""

from __future__ import annotations

import pytest

from desktop.exchange.html_text import plain_text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Un&nbsp;atelier</p><p>Deux &amp; trois</p>", "Un\u00a0atelier\n\nDeux & trois"),
        ("<ul><li>lire</li><li>écrire</li></ul>", "• lire\n• écrire"),
        ("ligne<br/>suivante", "ligne\nsuivante"),
        ("<script>alert(1)</script><b>gras</b> et <i>maigre</i>", "gras et maigre"),
        ("<style>p{color:red}</style><p>visible</p>", "visible"),
        ("moins de 5 < 7 & plus", "moins de 5 < 7 & plus"),
        ("<p>jamais fermé", "jamais fermé"),
        ("<table><tr><td>60</td><td>Achats</td></tr><tr><td>61</td></tr></table>", "60 Achats\n\n61"),
        ("&lt;b&gt;dit&lt;/b&gt;", "<b>dit</b>"),
        ("", ""),
        ("<p>avant <![[[ rien > après</p>", "avant après"),
        ("<p>avant <![[[ jamais fini", "avant <![[[ jamais fini"),
    ],
)
def test_the_words_stay_and_the_tags_go(html: str, expected: str) -> None:
    assert plain_text(html) == expected
