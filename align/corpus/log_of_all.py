"""The findings of all documents as one SARIF log, put together from those of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from duizhao.align.report.sarif import SARIF_SCHEMA
from duizhao.version import __version__

__all__ = ["write_log_of_all"]


def write_log_of_all(logs: Callable[[], Iterable[Path]], stream: BinaryIO) -> None:
    """Write one log of one run with the rules, documents, notes and results of all.

    Logs are read one after the other, twice, so that any number of them takes no more memory.

    :param logs: Gives the logs, as :func:`duizhao.align.report.sarif.write_sarif` writes them.
    :param stream: Where to write, in UTF-8; stays open.
    """
    rules: dict[str, Any] = {}
    notes: list[Any] = []
    languages: dict[str, None] = {}
    for run in _runs(logs()):
        for rule in run["tool"]["driver"]["rules"]:
            rules.setdefault(rule["id"], rule)
        for invocation in run["invocations"]:
            notes += invocation.get("toolExecutionNotifications", [])
        languages[run["language"]] = None
    driver = {
        "name": "duizhao",
        "semanticVersion": __version__,
        "version": __version__,
        "rules": list(rules.values()),
    }
    told = {"toolExecutionNotifications": notes} if notes else {}
    head = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": not notes, **told}],
        "language": next(iter(languages), "en"),
        "columnKind": "unicodeCodePoints",
    }
    stream.write(f'{{"$schema": "{SARIF_SCHEMA}", "version": "2.1.0", "runs": [{{\n'.encode())
    stream.write(",\n".join(f'"{name}": {_json(part)}' for name, part in head.items()).encode())
    stream.write(b',\n"artifacts": [')
    _write_list(stream, (one for run in _runs(logs()) for one in run["artifacts"]))
    stream.write(b'],\n"results": [')
    _write_list(stream, _results(logs(), list(rules)))
    stream.write(b"]\n}]}\n")


def _results(logs: Iterable[Path], rules: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the results with the numbers that rules and documents have in the log of all."""
    first = 0
    for run in _runs(logs):
        for result in run["results"]:
            result["ruleIndex"] = rules.index(result["ruleId"])
            for location in (*result["locations"], *result.get("relatedLocations", ())):
                location["physicalLocation"]["artifactLocation"]["index"] += first
            yield result
        first += len(run["artifacts"])


def _runs(logs: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for path in logs:
        yield json.loads(path.read_bytes())["runs"][0]


def _write_list(stream: BinaryIO, items: Iterable[object]) -> None:
    for number, item in enumerate(items):
        stream.write((",\n" if number else "\n").encode() + _json(item).encode())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
