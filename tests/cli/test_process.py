"""Every command in a process of its own gives what it gives in this one, where the others run."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import click
import pytest
from helpers.commands import run, run_process
from helpers.ferry import ferry

from duizhao.cli.main import main
from duizhao.corpora.exchange.alignment_json import write_json

pytestmark = pytest.mark.wheel

# The words of each command, in a folder with the files of the fixture.
RUNS = {
    "align": "a.txt b.txt -o {out} --no-cache --format json --fail-on info",
    "annotate": "alignment.json -o {out}/a.txt",
    "bench align": ".",
    "bench encoders": "--model nope",
    "bench findings": "a.txt",
    "cache clear": "",
    "cache info": "--json",
    "completion": "fish",
    "corpus pair": ". . -o {out}/pairs.tsv",
    "corpus run": "absent.tsv -o {out}",
    "check": "a.tsv -o {out} --no-cache --format html --verbose",
    "doctor": "--ui en",
    "eval": "a.align a.align",
    "export": "alignment.json --format tsv -o -",
    "fit": ".",
    "models": "",
    "report": "alignment.json --format md -o - --ui zh",
    "show": "alignment.json --width 80",
    "split": "- --json",
    "tmx convert": "a.tsv -o {out}/a.tmx --source-lang en --target-lang zh --created none",
    "tmx filter": "a.tmx --once -o - --created none",
    "tmx merge": "a.tmx a.tmx -o - --created none",
    "tmx repair": "a.tmx -o {out}/a.tmx --created none",
    "tmx stats": "a.tmx --json",
    "tmx validate": "a.tmx --strict",
}


def leaves(command: click.Command, name: str = "") -> set[str]:
    """Return the names of the commands that do something."""
    if not isinstance(command, click.Group):
        return {name.strip()}
    return {
        leaf for word, below in command.commands.items() for leaf in leaves(below, f"{name} {word}")
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file of each kind that commands read."""
    stream = io.BytesIO()
    write_json(ferry(), stream)
    variants = (("en", "Salt."), ("zh", "盐。"))
    unit = "".join(f'<tuv xml:lang="{lang}"><seg>{text}</seg></tuv>' for lang, text in variants)
    body = f"<body><tu>{unit}</tu><tu>{unit}</tu></body>"
    texts = {
        "a.align": "[0]:[0]\n[1]:[]\n",
        "a.tmx": f'<tmx version="1.4"><header srclang="en"/>{body}</tmx>',
        "a.tsv": "source\ttarget\nThe cat sat on the mat.\t猫坐在垫子上。\nIt slept.\t\n",
        "a.txt": "The cat sat on the mat.\n\nThe dog ran into the garden in 1994.\n",
        "alignment.json": stream.getvalue().decode(),
        "b.txt": "猫坐在垫子上。\n\n狗跑进了花园。\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def test_every_command_is_run() -> None:
    assert set(RUNS) == leaves(main)


@pytest.mark.parametrize("command", RUNS)
def test_a_process_of_its_own_gives_the_same(command: str, folder: Path) -> None:
    cache = folder / "cache"
    data = "病房启用了。它“很大”。\n".encode()
    told: list[tuple[int, str, str]] = []
    files = []
    starts: list[Callable[..., CompletedProcess[Any]]] = [run, run_process]
    for n, start in enumerate(starts):
        words = [*command.split(), *RUNS[command].format(out=f"out{n}").split()]
        result = start(*words, cache=cache, folder=folder, data=data)
        out, err = (
            (stream if isinstance(stream, str) else stream.decode()).replace(f"out{n}", "out")
            for stream in (result.stdout, result.stderr)
        )
        told.append((result.returncode, out, err))
        files.append({p.name: p.read_bytes() for p in (folder / f"out{n}").glob("*")})
    assert told[0] == told[1]
    assert "Traceback" not in told[0][2]
    assert files[0] == files[1]
    assert any(told[0])
