"""Modules and what they say they offer."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from dataclasses import is_dataclass

import pytest

import duizhao

pytestmark = pytest.mark.wheel

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(duizhao.__path__, "duizhao.")
    if module.name != "duizhao.__main__"
)
ROOT_FOLDERS = {"align", "corpora", "eval", "models", "src"}


def test_the_modules_are_found() -> None:
    assert {"duizhao.align.aligner.beads", "duizhao.cli.main", "duizhao.models.encoder"} <= set(
        MODULES
    )


def test_no_module_goes_under_the_bare_name_of_a_folder() -> None:
    # A second copy of a module under another name has classes of its own, and no error says so.
    code = (
        "import importlib, sys\n"
        f"for name in {MODULES!r}: importlib.import_module(name)\n"
        f"print(*({ROOT_FOLDERS!r} & {{name.partition('.')[0] for name in sys.modules}}))"
    )
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert result.stdout.split() == []
    assert not ROOT_FOLDERS & {name.partition(".")[0] for name in sys.modules}


@pytest.mark.parametrize("name", MODULES)
def test_what_a_module_offers_exists_and_is_listed_in_order(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__, "a module says what it is for"
    is_bare_package = hasattr(module, "__path__") and not hasattr(module, "__all__")
    if is_bare_package:
        public = [
            key
            for key, value in vars(module).items()
            if not key.startswith("_") and not hasattr(value, "__path__")
        ]
        own = [key for key in public if getattr(vars(module)[key], "__module__", "") == name]
        assert own == [], "what a package defines is listed"
        return
    offered = module.__all__
    assert len(set(offered)) == len(offered)
    for key in offered:
        assert hasattr(module, key), key
        assert not key.startswith("_") or key == "__version__", key


@pytest.mark.parametrize("name", MODULES)
def test_what_is_public_is_offered(name: str) -> None:
    module = importlib.import_module(name)
    offered = set(getattr(module, "__all__", ()))
    defined = {
        key
        for key, value in vars(module).items()
        if not key.startswith("_")
        and getattr(value, "__module__", None) == name
        and callable(value)
    }
    assert defined - offered == set()


# What is put together piece by piece, counts, or runs. Everything else that holds values is a
# result, which whoever has it may rely on.
FILLED = """
align.corpus.engines.local.LocalEngine align.corpus.engines.local._Worker align.corpus.run.Run
align.corpus.report.overview.Overview align.findings.blanks.second_signs.Blanks
align.findings.leftovers.layer._Sources align.findings.omissions.around._End
align.findings.verbatim.layer._Whole align.report.view._Marks
corpora.reading.formats.docx.body._Paragraph corpora.reading.formats.gathering._Open
corpora.reading.formats.html.main_text._Candidate corpora.reading.formats.odt._Paragraph
corpora.reading.formats.office.pptx._Slide corpora.reading.formats.pdf.lines.Row
corpora.reading.formats.pdf.paragraphs.Paragraph corpora.reading.formats.pdf.paragraphs._Page
corpora.units.stats.LanguageStats corpora.units.stats.PropStats corpora.units.stats.UnitStats
corpora.units.tmx.rules._Open
eval.beads.digests.make._Unit eval.findings.bench._Bench eval.findings.drafts.Draft
eval.findings.drafts.Piece eval.findings.tally.CleanTally eval.findings.tally.EditTally
"""


def test_results_are_frozen() -> None:
    changeable = {
        f"{name}.{key}"
        for name in MODULES
        for key, value in vars(importlib.import_module(name)).items()
        if isinstance(value, type) and value.__module__ == name and is_dataclass(value)
        if not getattr(value, "__dataclass_params__").frozen  # noqa: B009 - types do not know it
    }
    assert changeable == {f"duizhao.{name}" for name in FILLED.split()}
