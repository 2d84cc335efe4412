"""What a check finds in translators' files of 1,000 segments, 50 of which lost something.

Run: ``python benchmarks/xliff_segments.py``. Of every third segment the codes are lost, of the
others the translation. A line for each kind of file: how many of the 50 are found, how many
findings are about anything else, and the seconds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from duizhao.align.check import check_file

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from helpers.xliff_files import PROGRAMS, lost_and_false, made_segments  # noqa: E402

SEGMENTS, LOST = 1000, 50


def main() -> int:
    """Print a line for each program; fail if one of its files is not judged right."""
    bad = [n * SEGMENTS // LOST + n * 7 % 20 for n in range(LOST)]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, write in PROGRAMS.items():
            path = Path(folder, name)
            path.write_text(write(made_segments(SEGMENTS, bad)), encoding="utf-8")
            began = time.perf_counter()
            alignment = check_file(path)
            seconds = time.perf_counter() - began
            found, false = lost_and_false(alignment, bad)
            units = len(alignment.beads)
            print(
                f"{name:12} {units} units, found {len(found)}, false {len(false)}, {seconds:.0f} s"
            )
            wrong += len(found) != LOST or bool(false) or units != SEGMENTS
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
