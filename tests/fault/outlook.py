"""A mail as Outlook keeps it (.msg): a compound file made by hand, each of its streams in whole sectors."""

from __future__ import annotations

import struct

_SECTOR, _END, _FREE, _FAT = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_STREAM, _STORAGE, _ROOT = 2, 1, 5


def outlook(subject: str, sender: str, body: str, name: str, content: bytes) -> bytes:
    """A mail with one file attached."""
    words = {"0037001F": subject, "0C1F001F": sender, "1000001F": body}
    streams = {f"__substg1.0_{code}": text.encode("utf-16-le") for code, text in words.items()}
    attached = {"__substg1.0_3707001F": name.encode("utf-16-le"), "__substg1.0_37010102": content}
    return _compound({"__properties_version1.0": bytes(32), **streams}, attached)


def _compound(root: dict[str, bytes], attached: dict[str, bytes]) -> bytes:
    """Streams shorter than the cutoff would need a second table: all are filled up past it."""
    sectors: list[bytes] = []
    table: list[int] = []
    entries: list[tuple[str, int, int, int]] = []  # name, kind, start, size
    for streams in (root, attached):
        for name, data in streams.items():
            filled = data + (b" \0" * 2048)[: max(0, 4096 - len(data))]
            start = len(sectors)
            count = -(-len(filled) // _SECTOR)
            padded = filled.ljust(count * _SECTOR, b"\0")
            sectors += [padded[at : at + _SECTOR] for at in range(0, len(padded), _SECTOR)]
            table += [*range(start + 1, start + count), _END]
            entries.append((name, _STREAM, start, len(filled)))
    tree = _tree(entries, len(root))
    start = len(sectors)
    sectors += [tree[at : at + _SECTOR] for at in range(0, len(tree), _SECTOR)]
    table += [*range(start + 1, len(sectors)), _END]
    place = len(sectors)
    assert place < _SECTOR // 4, "one sector of table is enough for a test"
    table.append(_FAT)
    table += [_FREE] * (_SECTOR // 4 - len(table))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, start, 0, 4096, _END, 0, _END, 0, place
    )
    head += struct.pack("<I", _FREE) * 108
    return head + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def _tree(entries: list[tuple[str, int, int, int]], roots: int) -> bytes:
    """The folder: the root, its streams, then a folder that holds what is attached; a list, not a tree."""
    rows = [_row("Root Entry", _ROOT, _END, 0, child=1)]
    for rank, (name, kind, start, size) in enumerate(entries):
        last = rank in (roots - 1, len(entries) - 1)
        after = roots + 1 if rank == roots - 1 else (_FREE if last else len(rows) + 1)
        if rank == roots:
            rows.append(_row("__attach_version1.0_#00000000", _STORAGE, 0, 0, child=roots + 2))
            after = len(rows) + 1
        rows.append(_row(name, kind, start, size, right=after))
    while len(rows) % 4:
        rows.append(bytes(128))
    return b"".join(rows)


def _row(name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    words = name.encode("utf-16-le")
    named = words.ljust(64, b"\0") + struct.pack("<HBB", len(words) + 2, kind, 1)
    return named + struct.pack("<III36xIII", _FREE, right, child, start, size, 0)
