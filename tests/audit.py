"""`./run audit`: does a pinned version have a published vulnerability? Asked where the answer can be had.

Not part of `./run test`: it needs the network. Exit code 0: none known; 1: some, each named; 2: the source of
the advisories could not be asked, and nothing is known.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def asked() -> tuple[list[dict[str, Any]], str]:
    """What pip-audit says of each distribution of the lock, and its own words when it says nothing."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(ROOT / "requirements.lock")]
    command += ["--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout)["dependencies"], ""
    except (ValueError, KeyError):
        return [], done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no answer"


def told(rows: list[dict[str, Any]], words: str) -> tuple[int, list[str]]:
    """The exit code, and what is said."""
    known = [row for row in rows if "skip_reason" not in row]
    if not known:
        why = words or rows[0]["skip_reason"]
        return 2, [f"The source of the advisories could not be asked: {why}", "Nothing is known of the lock."]
    found = [(row, one) for row in known for one in row["vulns"]]
    lines = []
    for row, one in found:
        mended = ", ".join(one["fix_versions"]) or "none yet"
        lines.append(f"{row['name']} {row['version']}: {one['id']}, mended in {mended}")
    lines += [f"{row['name']}: not asked ({row['skip_reason']})" for row in rows if row not in known]
    lines.append(f"{len(known)} distributions asked, {len(found)} advisories.")
    return (1 if found else 0), lines


def main() -> int:
    code, lines = told(*asked())
    print("\n".join(lines))  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(main())
