"""Material beside the checkout: documents and data that tests read where they stand.

They may not enter the project (copyright, licences), so a test that needs one skips, and says
which, where it is absent.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.folders import ROOT

SHARED = ROOT.parent / "shared"
SEEDS = {
    "000": "seeds/000_04b5f8f9b19841f0.txt",
    "001": "seeds/001_c3a6e95366ae5f07.txt",
    "002": "seeds/002_742938c07f976686.txt",
    "003": "seeds/003_ae5f32f3fc8cf72e.txt",
    "004": "seeds/004_4e4daf68b289ea84.txt",
}


def shared(name: str) -> Path:
    """Return a path under the material's folder, or skip the test that asked for it."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs the material {name} beside the checkout")
    return path


def seed(number: str) -> Path:
    """Return one of the seed documents by its number, or skip the test that asked for it."""
    return shared(SEEDS[number])
