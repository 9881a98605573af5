"""How the pages of an archive look, how their index is searched, and what they may load: nothing."""

from __future__ import annotations

CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)
STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --muted: #5b6570; --paper: #fff; --line: #d5dae0;
 --accent: #1d5fa8; }
@media (prefers-color-scheme: dark) {
 :root { --ink: #e6eaef; --muted: #a7b0ba; --paper: #161b22; --line: #38414c; --accent: #7db4f2; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main, header { max-width: 76rem; margin: 0 auto; padding: 1rem 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .4rem 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
a { color: var(--accent); }
a:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.muted { color: var(--muted); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; background: var(--paper); }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--muted); padding: .4rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .45rem .6rem; text-align: left; vertical-align: top; }
th { font-weight: 600; }
td.money { text-align: right; white-space: nowrap; }
.scroll { overflow-x: auto; }
dl { display: grid; grid-template-columns: minmax(8rem, 16rem) 1fr; gap: .3rem 1rem; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; max-width: 78ch; }
input[type=search] { font: inherit; padding: .5rem .7rem; width: min(36rem, 100%);
 border: 1px solid var(--muted); border-radius: 6px; background: var(--paper); color: var(--ink); }
@media print { .skip, .find, nav { display: none; } }
"""
# Folds as desktop.rules.folding does, so that « œuvre » and « oeuvre » find each other.
SCRIPT = r"""
(function () {
  var field = document.getElementById('q'), told = document.getElementById('told');
  var rows = Array.prototype.slice.call(document.querySelectorAll('tbody tr'));
  function fold(text) {
    return text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
      .replace(/\u0153/g, 'oe').replace(/\u00e6/g, 'ae').replace(/[\u2018\u2019]/g, "'")
      .replace(/[\u2010-\u2014]/g, '-').replace(/[\u00a0\u202f]/g, ' ');
  }
  document.querySelector('.find').hidden = false;
  field.addEventListener('input', function () {
    var words = fold(field.value).split(/\s+/).filter(Boolean), shown = 0;
    rows.forEach(function (row) {
      var text = row.getAttribute('data-s');
      row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
      if (!row.hidden) { shown += 1; }
    });
    told.textContent = shown + (shown > 1 ? ' dossiers' : ' dossier') + ' sur ' + rows.length;
  });
})();
"""
