"""Scripts of the archive of a year: how its index is searched, how its checksums are verified."""

from __future__ import annotations

STYLE = """
.find { display: flex; flex-wrap: wrap; gap: .8rem 1.2rem; align-items: end; margin: .6rem 0; }
.find[hidden] { display: none; }
.find label { display: block; color: var(--muted); font-size: .9rem; }
select, button { font: inherit; padding: .5rem .7rem; border: 1px solid var(--muted); border-radius: 6px;
 background: var(--paper); color: var(--ink); max-width: 18rem; }
select:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
kbd { border: 1px solid var(--line); border-radius: 4px; padding: 0 .3rem; font-size: .85em; }
.groups { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 0 2rem; }
ul { padding-left: 1.2rem; margin: .3rem 0; }
tbody.dossiers th, tbody.dossiers td:nth-of-type(5), tbody.dossiers td:nth-of-type(6) {
 white-space: nowrap; }
tbody.dossiers td:nth-of-type(5), tbody.dossiers td:nth-of-type(6) { text-align: right; }
.long { columns: 17rem; column-gap: 2rem; }
.bad { font-weight: 600; }
@media print {
 body { font-size: 10px; } main, header { max-width: none; padding: 0 .4rem; }
 a { color: inherit; text-decoration: none; } tr { break-inside: avoid; } .groups, .keys { display: none; }
 thead { display: table-header-group; }
}
"""
_FOLD = r"""
  function fold(text) {
    return text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
      .replace(/\u0153/g, 'oe').replace(/\u00e6/g, 'ae').replace(/[\u2018\u2019\u02bc]/g, "'")
      .replace(/[\u2010-\u2014]/g, '-').replace(/[\u00a0\u202f]/g, ' ');
  }
"""
# The words and the filters stand in the address after #, so that a search is a link that can be kept.
SEARCH = (
    r"""
(function () {
  var field = document.getElementById('q'), told = document.getElementById('told');
  var rows = Array.prototype.slice.call(document.querySelectorAll('tbody.dossiers tr'));
  var lists = Array.prototype.slice.call(document.querySelectorAll('.find select'));
  var quiet = false;
"""
    + _FOLD
    + r"""
  function asked() {
    var found = {};
    location.hash.replace(/^#/, '').split('&').forEach(function (pair) {
      var at = pair.indexOf('='), words = at < 0 ? '' : pair.slice(at + 1).replace(/\+/g, ' ');
      if (at > 0) {
        try { found[pair.slice(0, at)] = decodeURIComponent(words); } catch (e) { /* as typed */ }
      }
    });
    return found;
  }
  function show() {
    var words = fold(field.value).split(/\s+/).filter(Boolean), shown = 0;
    rows.forEach(function (row) {
      var text = row.getAttribute('data-s');
      var keep = words.every(function (word) { return text.indexOf(word) >= 0; });
      lists.forEach(function (list) {
        var codes = ' ' + (row.getAttribute('data-' + list.id) || '') + ' ';
        if (list.value && codes.indexOf(' ' + list.value + ' ') < 0) { keep = false; }
      });
      row.hidden = !keep;
      if (keep) { shown += 1; }
    });
    told.textContent = shown + (shown > 1 ? ' dossiers' : ' dossier') + ' sur ' + rows.length;
  }
  function keep() {
    var pairs = field.value ? ['q=' + encodeURIComponent(field.value)] : [];
    lists.forEach(function (list) { if (list.value) { pairs.push(list.id + '=' + list.value); } });
    quiet = true;
    try { history.replaceState(null, '', '#' + pairs.join('&')); } catch (e) { /* forbidden here */ }
    quiet = false;
    show();
  }
  function read() {
    if (quiet) { return; }
    var found = asked();
    field.value = found.q || '';
    lists.forEach(function (list) {
      var code = found[list.id] || '';
      list.value = code;
      if (list.value !== code) { list.add(new Option(code, code)); list.value = code; }
    });
    show();
  }
  function step(by) {
    var seen = rows.filter(function (row) { return !row.hidden; });
    var here = seen.indexOf(document.activeElement.closest ? document.activeElement.closest('tr') : null);
    var next = seen[here < 0 ? (by > 0 ? 0 : seen.length - 1) : here + by];
    if (next) { next.querySelector('a').focus(); } else if (by < 0) { field.focus(); }
  }
  document.querySelector('.find').hidden = false;
  document.querySelector('.keys').hidden = false;
  field.addEventListener('input', keep);
  lists.forEach(function (list) { list.addEventListener('change', keep); });
  document.getElementById('clear').addEventListener('click', function () {
    field.value = ''; lists.forEach(function (list) { list.value = ''; }); keep(); field.focus();
  });
  document.addEventListener('keydown', function (event) {
    var inside = event.target === field || event.target.tagName === 'SELECT';
    if (event.key === '/' && !inside) { event.preventDefault(); field.focus(); field.select(); }
    else if (event.key === 'Escape' && event.target === field) { field.value = ''; keep(); }
    else if (event.target.tagName === 'SELECT') { return; }
    else if (event.key === 'ArrowDown') { event.preventDefault(); step(1); }
    else if (event.key === 'ArrowUp') { event.preventDefault(); step(-1); }
    else if (event.key === 'Enter' && event.target === field) { step(1); }
  });
  window.addEventListener('hashchange', read);
  read();
})();
"""
)
# FIPS 180-4, written out: nothing of the browser is needed but reading the files that are chosen.
VERIFY = r"""
(function () {
  var K = [], first = [], n = 2, i;
  function prime(x) {
    for (var d = 2; d * d <= x; d += 1) { if (x % d === 0) { return false; } }
    return true;
  }
  while (K.length < 64) {
    if (prime(n)) {
      if (first.length < 8) { first.push(Math.sqrt(n) * 4294967296 | 0); }
      K.push(Math.pow(n, 1 / 3) * 4294967296 | 0);
    }
    n += 1;
  }
  function turn(x, by) { return x >>> by | x << 32 - by; }
  function sha256(bytes) {
    var length = bytes.length, size = (length + 72 >> 6) << 6, data = new Uint8Array(size);
    data.set(bytes); data[length] = 128;
    var view = new DataView(data.buffer), h = first.slice(), w = new Int32Array(64);
    view.setUint32(size - 8, Math.floor(length / 536870912)); view.setUint32(size - 4, length * 8 >>> 0);
    for (var at = 0; at < size; at += 64) {
      for (i = 0; i < 16; i += 1) { w[i] = view.getInt32(at + i * 4); }
      for (i = 16; i < 64; i += 1) {
        var p = w[i - 15], q = w[i - 2];
        w[i] = w[i - 16] + (turn(p, 7) ^ turn(p, 18) ^ p >>> 3) + w[i - 7]
          + (turn(q, 17) ^ turn(q, 19) ^ q >>> 10);
      }
      var a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], z = h[7];
      for (i = 0; i < 64; i += 1) {
        var one = z + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + K[i] + w[i] | 0;
        var two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
        z = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
      }
      h = [h[0] + a | 0, h[1] + b | 0, h[2] + c | 0, h[3] + d | 0, h[4] + e | 0, h[5] + f | 0, h[6] + g | 0,
        h[7] + z | 0];
    }
    return h.map(function (x) { return ('0000000' + (x >>> 0).toString(16)).slice(-8); }).join('');
  }
  var told = document.getElementById('told'), wrong = document.getElementById('wrong');
  function say(words) { told.textContent = words; }
  function complain(words) {
    var line = document.createElement('li');
    line.textContent = words; wrong.append(line);
  }
  function read(file, then) {
    var reader = new FileReader();
    reader.onload = function () { then(new Uint8Array(reader.result)); };
    reader.onerror = function () { then(null); };
    reader.readAsArrayBuffer(file);
  }
  function check(files) {
    var held = {}, list = null, faults = 0;
    wrong.textContent = '';
    files.forEach(function (file) {
      var path = (file.webkitRelativePath || file.name).replace(/^[^\/]*\//, '');
      if (path === 'SHA256SUMS') { list = file; } else { held[path] = file; }
    });
    if (!list) {
      say('Le fichier SHA256SUMS n’est pas dans ce dossier : choisissez celui de l’archive.');
      return;
    }
    read(list, function (bytes) {
      var lines = new TextDecoder('utf-8').decode(bytes).split('\n').filter(Boolean), at = 0;
      function next() {
        if (at === lines.length) {
          Object.keys(held).forEach(function (path) {
            faults += 1; complain(path + ' : ajouté à l’archive');
          });
          say(faults ? faults + ' écart(s) sur ' + lines.length + ' fichiers.'
            : 'Les ' + lines.length + ' fichiers sont intacts.');
          return;
        }
        var sum = lines[at].slice(0, 64), path = lines[at].slice(66), file = held[path];
        at += 1; delete held[path];
        if (at % 20 === 0) { say('Lecture : ' + at + ' sur ' + lines.length); }
        if (!file) { faults += 1; complain(path + ' : manque'); setTimeout(next); return; }
        read(file, function (content) {
          if (!content || sha256(content) !== sum) { faults += 1; complain(path + ' : altéré'); }
          setTimeout(next);
        });
      }
      next();
    });
  }
  document.getElementById('asked').hidden = false;
  document.getElementById('folder').addEventListener('change', function (event) {
    check(Array.prototype.slice.call(event.target.files));
  });
  if (location.hash.slice(0, 7) === '#essai=') {
    say(sha256(new TextEncoder().encode(decodeURIComponent(location.hash.slice(7)))));
  }
})();
"""
