"""Makes the pictures of docs/screens on the demonstration call: `./run shots`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desktop.shots import take
    from desktop.terminal.demo import ready

    with tempfile.TemporaryDirectory() as folder:
        base = ready(Path(folder) / "demonstration.db")
        made = take(base, ROOT / "docs" / "screens", ("light", "dark"))
    for path in made:
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
