"""A run over a corpus: results, ledger, tables; stopping and going on."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from helpers.small_corpus import InProcess, make_corpus, table, without_seconds

from duizhao.align.corpus.engines.engine import Job
from duizhao.align.corpus.engines.local import LocalEngine
from duizhao.align.corpus.ledger import Ledger
from duizhao.align.corpus.manifest.entry import Entry, Manifest, checked
from duizhao.align.corpus.manifest.folders import match_folders
from duizhao.align.corpus.outcome import Outcome
from duizhao.align.corpus.plan import Plan
from duizhao.align.corpus.run import Run
from duizhao.corpora.exchange.alignment_json import read_alignment
from duizhao.errors import InputError, OutputError

pytestmark = pytest.mark.wheel

FORMATS = ("json", "tmx", "tsv", "html", "sarif")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_corpus(tmp_path_factory.mktemp("corpus"), 9)


@pytest.fixture(scope="module")
def undisturbed(
    corpus: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Run]:
    folder = tmp_path_factory.mktemp("undisturbed") / "spring" / "first"  # made by the run
    return folder, done(match_folders(*corpus), folder, processes=2)


def done(manifest: Manifest, folder: Path, *, processes: int = 0, retry: bool = False) -> Run:
    plan = Plan(str(folder), formats=FORMATS)
    engine = LocalEngine(processes) if processes else InProcess()
    run = Run(manifest, plan, engine, retry)
    for _ in run.outcomes():
        pass
    return run


def test_all_is_written(corpus: tuple[Path, Path], undisturbed: tuple[Path, Run]) -> None:
    folder, run = undisturbed
    assert run.states == Counter(done=9)
    rows = table(folder)
    assert [row["id"] for row in rows] == [entry.id for entry in match_folders(*corpus)]
    assert {row["state"] for row in rows} == {"done"}
    assert not list(folder.rglob(".duizhao*"))
    for row in rows:
        own = folder / "documents" / row["id"]
        assert {file.name for file in own.iterdir()} == {
            "alignment.json", "aligned.tmx", "aligned.tsv", "report.html", "findings.sarif",
        }  # fmt: skip
        alignment = read_alignment(own / "alignment.json")
        assert json.loads(row["beads_by_type"]) == Counter(b.type for b in alignment.beads)
        assert sum(json.loads(row["probability_tenths"])) == sum(
            not bead.is_null for bead in alignment.beads
        )
        assert int(row["findings"]) == len(alignment.findings)
        assert float(row["source_coverage"]) == pytest.approx(alignment.coverage(0), abs=1e-4)
    lost = [row["id"] for row in rows if row["major"] != "0"]
    assert len(lost) == 3  # every third translation lacks a sentence


def test_findings_of_all_are_one_table_and_one_log(undisturbed: tuple[Path, Run]) -> None:
    folder, run = undisturbed
    rows = table(folder, "findings")
    assert Counter(row["severity"] for row in rows) == +run.severities
    log = json.loads((folder / "findings.sarif").read_text(encoding="utf-8"))
    [only] = log["runs"]
    assert len(only["results"]) == len(rows)
    rules = only["tool"]["driver"]["rules"]
    for result, row in zip(only["results"], rows, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == row["category"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert only["artifacts"][place["index"]]["location"]["uri"] == place["uri"]


def test_beads_of_all_are_one_table(undisturbed: tuple[Path, Run]) -> None:
    folder, run = undisturbed
    rows = table(folder, "beads")
    single = []
    for document in table(folder):
        path = folder / "documents" / document["id"] / "aligned.tsv"
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t"):
                single.append({"document": document["id"], **row})
    assert [_as_numbers(row) for row in rows] == [_as_numbers(row) for row in single]
    parquet = pytest.importorskip("pyarrow.parquet").read_table(folder / "beads.parquet")
    assert "beads.parquet" in run.files
    for row, other in zip(rows, parquet.to_pylist(), strict=True):
        assert [int(i) for i in row["source_ids"].split()] == other["source_ids"]
        assert row["findings"].split() == other["findings"]
        assert (row["moved"] == "true") is other["moved"]
        assert row["source"].removeprefix("'") == other["source"].removeprefix("'")


def _as_numbers(row: dict[str, str]) -> dict[str, object]:
    decimals = {name: float(row[name]) for name in ("probability", "similarity")}
    return {**row, **decimals}


def test_a_run_without_tables_of_pairs_has_no_beads_of_all(
    tmp_path: Path, corpus: tuple[Path, Path]
) -> None:
    here = match_folders(*corpus)
    run = Run(
        Manifest(tuple(here)[:1], here.name), Plan(str(tmp_path), formats=("json",)), InProcess()
    )
    assert len(list(run.outcomes())) == 1
    assert "findings.csv" in run.files
    assert not list(tmp_path.glob("beads.*"))


def test_the_memory_of_all_has_each_unit_once(undisturbed: tuple[Path, Run]) -> None:
    folder, _ = undisturbed

    def units(path: Path) -> list[tuple[str, ...]]:
        text = path.read_text(encoding="utf-8")
        return [tuple(re.findall("<seg>(.*?)</seg>", unit)) for unit in text.split("<tu>")[1:]]

    single = [unit for path in folder.rglob("aligned.tmx") for unit in units(path)]
    memory = units(folder / "memory.tmx")
    assert len(memory) == len(set(memory)) < len(single)
    assert set(memory) == set(single)


def test_a_second_run_does_nothing(
    corpus: tuple[Path, Path], undisturbed: tuple[Path, Run]
) -> None:
    folder, _ = undisturbed
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.*") if path.is_file()}
    again = done(match_folders(*corpus), folder)
    assert (again.to_do, again.kept) == (0, 9)
    after = {path: path.stat().st_mtime_ns for path in folder.rglob("*.*") if path.is_file()}
    before.pop(folder / "ledger.sqlite")
    after.pop(folder / "ledger.sqlite")
    assert after == before


def test_one_process_in_another_order_and_in_parts_writes_the_same(
    corpus: tuple[Path, Path], undisturbed: tuple[Path, Run], tmp_path: Path
) -> None:
    whole = match_folders(*corpus)
    outcomes = Run(whole, Plan(str(tmp_path), formats=FORMATS), InProcess()).outcomes()
    next(outcomes)
    outcomes.close()  # stopped after one
    assert not list(tmp_path.rglob("*.tmp"))
    done(Manifest(whole.entries[5:], whole.name), tmp_path)  # extended, from the other end
    last = done(whole, tmp_path)
    assert last.kept == 5 if last.to_do == 4 else last.kept + last.to_do == 9
    assert without_seconds(tmp_path) == without_seconds(undisturbed[0])


def test_what_changed_is_done_again(tmp_path: Path) -> None:
    folders = make_corpus(tmp_path, 3, lost=False)
    out = tmp_path / "out"
    done(match_folders(*folders), out)
    touched, changed = folders[0] / "d000.txt", folders[1] / "d001.txt"
    touched.write_bytes(touched.read_bytes())  # another time, the same content
    changed.write_text("他点亮灯，等待船只归来。\n", encoding="utf-8")
    (out / "documents" / "d002.txt" / "aligned.tmx").unlink()
    again = done(match_folders(*folders), out)
    assert (again.to_do, again.kept) == (2, 1)
    assert (out / "documents" / "d002.txt" / "aligned.tmx").is_file()
    plan = Plan(str(out), policy="digest", formats=FORMATS)
    other = Run(match_folders(*folders), plan, InProcess())
    assert len(list(other.outcomes())) == 3  # another plan


def test_poison_ends_in_a_complete_table(tmp_path: Path) -> None:
    en, zh = make_corpus(tmp_path, 2, lost=False)
    (tmp_path / "huge.txt").write_text("One sentence more. " * 1_000, encoding="utf-8")
    (tmp_path / "bytes.docx").write_bytes(b"PK\x03\x04 no more")
    entries = checked(
        [
            Entry("good", str(en / "d000.txt"), str(zh / "d000.txt")),
            Entry("gone", str(tmp_path / "nowhere.txt"), str(zh / "d000.txt")),
            Entry("good", str(en / "d001.txt"), str(zh / "d001.txt")),
            Entry("../../up", str(en / "d001.txt"), str(zh / "d001.txt")),
            Entry("broken", str(tmp_path / "bytes.docx"), str(zh / "d001.txt")),
            Entry("folder", str(en), str(zh / "d001.txt")),
            Entry("format", str(en / "d001.txt"), str(zh / "d001.txt"), source_format="nothing"),
            Entry("alone", str(en / "d001.txt"), ""),
            Entry("huge", str(tmp_path / "huge.txt"), str(zh / "d001.txt")),
        ]
    )
    out = tmp_path / "out"
    run = done(Manifest(entries, "poison"), out)
    rows = table(out)
    assert [row["id"] for row in rows] == [entry.id for entry in entries]
    assert run.states == Counter(done=2, failed=6, missing=1)
    reasons = {n: row["reason"] for n, row in enumerate(rows) if row["state"] == "failed"}
    assert "does not exist" in reasons[1]
    assert "given before" in reasons[2]
    assert "leads out" in reasons[3]
    assert reasons[4]
    assert "is a folder" in reasons[5]
    assert "unknown input format 'nothing'" in reasons[6]
    assert rows[8]["state"] == "done"
    assert not (tmp_path.parent / "up").exists()
    assert {p.name for p in (out / "documents").iterdir()} == {"good", "huge"}
    again = done(Manifest(entries, "poison"), out)
    assert again.to_do == 0  # what failed is not tried again
    (tmp_path / "nowhere.txt").write_text("He lights the lamp.\n", encoding="utf-8")
    assert done(Manifest(entries, "poison"), out).to_do == 1  # but where its files changed
    assert done(Manifest(entries, "poison"), out, retry=True).to_do == 3


def test_a_document_whose_process_dies_is_told_and_the_others_are_done(tmp_path: Path) -> None:
    engine = _Deadly(1)
    manifest = match_folders(*make_corpus(tmp_path, 8))
    run = Run(manifest, Plan(str(tmp_path / "out"), formats=("json",)), engine)
    ended = list(run.outcomes())
    assert sorted(job.number for job, _ in ended) == list(range(8))
    [failed] = [outcome for _, outcome in ended if outcome.state == "failed"]
    assert failed.id == "d001.txt"
    assert failed.reason == "its process died 3 times, at last of SIGKILL"
    assert max(_Deadly.promised) == 2  # so that what dies takes nothing with it that waits


class _Deadly(LocalEngine):
    """Kills each process that comes to the document ``d001.txt``."""

    promised: ClassVar[list[int]] = []

    def _give(self, worker, waiting, workers) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        super()._give(worker, waiting, workers)
        self.promised.append(len(worker.jobs))
        if worker.jobs and worker.jobs[0].entry.id == "d001.txt":
            worker.process.kill()


def test_a_folder_that_is_in_use_or_cannot_be_written_is_told(
    tmp_path: Path, corpus: tuple[Path, Path]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    first = Ledger(out / "ledger.sqlite")
    with pytest.raises(OutputError, match="another run"):
        done(match_folders(*corpus), out)
    first.close()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file"):
        done(match_folders(*corpus), tmp_path / "file")
    (out / "ledger.sqlite").write_bytes(b"no ledger" * 1000)
    with pytest.raises(OutputError, match="no ledger"):
        done(match_folders(*corpus), out)


def test_a_model_that_is_not_there_is_told_before_any_work(
    tmp_path: Path, corpus: tuple[Path, Path]
) -> None:
    plan = Plan(str(tmp_path / "out"))
    plan = replace(plan, encoder=replace(plan.encoder, name="nothing"))
    with pytest.raises(Exception, match="unknown model"):
        list(Run(match_folders(*corpus), plan).outcomes())
    assert not (tmp_path / "out").exists()


def test_an_error_that_stops_all_is_raised_and_the_run_goes_on_later(
    tmp_path: Path, corpus: tuple[Path, Path], undisturbed: tuple[Path, Run]
) -> None:
    class Full(InProcess):
        def outcomes(
            self, plan: Plan, jobs: Sequence[Job]
        ) -> Generator[tuple[Job, Outcome], None, None]:
            for n, (job, outcome) in enumerate(super().outcomes(plan, jobs)):
                if n == 2:
                    yield job, Outcome(outcome.id, "failed", "full", stops="no space left")
                    return
                yield job, outcome

    whole = match_folders(*corpus)
    with pytest.raises(OutputError, match="no space left"):
        list(Run(whole, Plan(str(tmp_path), formats=FORMATS), Full()).outcomes())
    assert done(whole, tmp_path).kept == 2
    assert without_seconds(tmp_path) == without_seconds(undisturbed[0])


def test_outputs_at_a_url_are_those_of_a_folder(
    tmp_path: Path, corpus: tuple[Path, Path], undisturbed: tuple[Path, Run]
) -> None:
    pytest.importorskip("fsspec")
    here = match_folders(*corpus)
    urls = tuple(replace(e, source=f"file://{e.source}", target=f"file://{e.target}") for e in here)
    plan = Plan(f"file://{tmp_path}/out", formats=FORMATS)
    for manifest, to_do in ((Manifest(urls[:2], here.name), 2), (Manifest(urls[:3], here.name), 1)):
        run = Run(manifest, plan, InProcess())
        assert len(list(run.outcomes())) == run.to_do == to_do
    for entry in urls[:3]:
        own = tmp_path / "out" / "documents" / entry.id
        alignment = read_alignment(own / "alignment.json")
        assert alignment.sources[0].path == entry.source
        other = read_alignment(undisturbed[0] / "documents" / entry.id / "alignment.json")
        assert alignment.beads == other.beads
    assert len(table(tmp_path / "out")) == 3
    with pytest.raises(InputError, match="cannot be reached"):
        list(Run(here, Plan("nowhere://x"), InProcess()).outcomes())
