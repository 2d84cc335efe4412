#!/usr/bin/env python3
"""The project's tasks: ``python3 run.py TASK``. Needs Python 3.10 or newer and nothing else.

sample   install into .venv, align the sample article with its digest, say which file to open
test     install into .venv with the development tools, run the test suite
models   run the tests that need large packages: sentence-transformers, other aligners (1.5 GB)
check    the gates: ruff, ruff format, mypy, import-linter; with npm, those of the report's script
site     build the documentation's site into site/; no link of it may be broken
docs     write what the documentation has from the code: reference, rules, picture of the rooms
picture  draw the READMEs' pictures of the report anew; needs Chromium
coverage tell which lines and branches the suite runs, and the share of both
mutants  change the code a little and see whether a test notices (benchmarks/mutants.py)
fuzz     feed the readers broken files: run.py fuzz [TARGET ...] [SECONDS] (benchmarks/fuzz.py)
audit    ask PyPI for known holes in what is installed (needs its network; not part of CI)
wheel    build the wheel and run the tests that would miss a file of it, in a fresh environment
release  build what a release holds, check it, do the main job with it in a fresh environment
all      test, models, check, wheel
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
SAMPLE = ROOT / "corpora" / "data" / "sample"
OUTPUT = ROOT / "out" / "sample"
# Processes side by side need no threads of their own in matrix products, and sums in one order have
# the same last digit every time.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
# A process for each processor. Each begins with its share in order, so that what a file's tests
# share is mostly made once, and takes from the other's end when it is through.
PYTEST = ["-q", "-ra", "-n", "auto", "--dist", "worksteal"]


def main() -> int:
    """Run the tasks named on the command line."""
    if sys.version_info < (3, 10):  # noqa: UP036 - the message is for those who have an older one
        print("duizhao needs Python 3.10 or newer; this is", sys.version.split()[0])
        return 2
    # The words after these are a script's own.
    tasks = sys.argv[1:2] if sys.argv[1:2] in (["fuzz"], ["mutants"]) else sys.argv[1:]
    if not tasks or any(task not in TASKS for task in tasks):
        print(__doc__)
        return 2
    os.chdir(ROOT)
    try:
        for task in tasks:
            TASKS[task]()
    except subprocess.CalledProcessError as error:
        print(f"run.py: {' '.join(map(str, error.cmd[:6]))} … ended with {error.returncode}")
        return 1
    return 0


def sample() -> None:
    """Do the main job on the sample."""
    python = environment(".venv", ["."], editable=True)
    files = [SAMPLE / "article.en.txt", SAMPLE / "digest.zh.txt"]
    names = [path.relative_to(ROOT) for path in files]
    call(python, "-m", "duizhao", "align", *names, "-o", OUTPUT.relative_to(ROOT))
    print(f"\nOpen this file in a browser: {OUTPUT / 'report.html'}")


def test() -> None:
    """Run the suite."""
    call(development(), "-m", "pytest", *PYTEST)


def coverage() -> None:
    """Tell which lines and branches the suite runs, in its own processes and those it starts."""
    python = development()
    call(python, "-m", "coverage", "erase")
    call(python, "-m", "coverage", "run", "-m", "pytest", *PYTEST)
    call(python, "-m", "coverage", "combine", "--quiet")
    call(python, "-m", "coverage", "report", "--sort=cover", "--skip-covered", "--show-missing")


def mutants() -> None:
    """Tell which small changes of the code no test notices; further words are the script's own."""
    python = environment(".venv-mutants", ["."], editable=True, groups=("dev", "mutants"))
    call(python, "benchmarks/mutants.py", *sys.argv[2:])


def models() -> None:
    """Run the tests that need large packages: sentence-transformers, and the peers."""
    groups = ("dev", "models", "peers")
    python = environment(".venv-models", ["."], editable=True, groups=groups)
    tests = ["tests/models/sentence_transformers"]
    more = "tests/models/test_registry.py", "tests/eval/peers/test_peers.py"
    call(python, "-m", "pytest", "-q", "-ra", *tests, *more)


def check() -> None:
    """Run the gates."""
    python = development()
    call(python, "-m", "ruff", "check", ".")
    call(python, "-m", "ruff", "format", "--check", ".")
    call(python, "-m", "mypy")
    call(tool(python, "lint-imports"))
    check_script()


def check_script() -> None:
    """Run the gates of the report's script, which come with npm and must run in CI."""
    npm = shutil.which("npm")
    if npm is None:
        if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
            sys.exit("run.py: the gates of the report's script need npm (apt-get install npm)")
        print("Not checked: the report's script, for its gates need npm.")
        return
    wanted = (ROOT / "package-lock.json").read_text("utf-8")
    stamp = ROOT / "node_modules" / "installed"
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        call(npm, "ci", "--no-audit", "--no-fund", "--loglevel=error")
        stamp.write_text(wanted, encoding="utf-8")
    call(npm, "run", "--silent", "check")


def docs() -> None:
    """Write what the documentation has from the code: reference, rules, the picture of rooms."""
    for script in ("make_settings.py", "make_rules.py", "make_reference.py", "draw_rooms.py"):
        call(development(), f"docs/{script}")


def picture() -> None:
    """Draw the READMEs' pictures of the report anew."""
    call(development(), "docs/draw_report.py")


def site() -> None:
    """Build the documentation's site, say which file to open."""
    if sys.version_info < (3, 11):
        sys.exit("run.py: the theme of the documentation's site needs Python 3.11 or newer")
    call(development(), "-m", "mkdocs", "build", "--strict", "--quiet")
    print(f"\nOpen this file in a browser: {ROOT / 'site' / 'index.html'}")
    print("With a search field: python3 -m http.server --directory site")


def fuzz() -> None:
    """Feed the readers broken files; the words after the task's name are the script's own."""
    python = development()
    # It has no wheel for every Python and system; without it, inputs are drawn at random.
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--only-binary"]
    with contextlib.suppress(subprocess.CalledProcessError):
        call(*pip, "atheris", "atheris==3.0.0")
    call(python, "benchmarks/fuzz.py", *sys.argv[2:])


def audit() -> None:
    """Ask PyPI for known holes in the packages of .venv; one that it does not know is an error."""
    python = development()
    frozen = subprocess.run(
        [python, "-m", "pip", "freeze", "--exclude-editable", "--disable-pip-version-check"],
        check=True,
        capture_output=True,
    )
    auditor = environment(".venv-audit", ["pip-audit>=2.7"])
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "requirements.txt")
        wanted.write_bytes(frozen.stdout)
        call(auditor, "-m", "pip_audit", "--strict", "--no-deps", "--disable-pip", "-r", wanted)


def wheel() -> None:
    """Run the tests marked ``wheel`` against the built wheel.

    Its code is that of the editable install, where the whole suite runs; what can differ is which
    files it holds. The marked tests compare them with those in the checkout, import every module,
    start every command in a process of its own, read and write every format and load the encoders.
    """
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    call(development(), "-m", "pip", "wheel", "-q", "--no-deps", "-w", "dist", ".")
    (built,) = (ROOT / "dist").glob("duizhao-*.whl")
    shutil.rmtree(ROOT / ".venv-wheel", ignore_errors=True)
    python = environment(".venv-wheel", [str(built)], groups=("dev",))
    call(python, "-m", "pytest", *PYTEST, "-m", "wheel", "tests")


def release() -> None:
    """Build the source distribution and the wheel, as they would be uploaded, and try them.

    The wheel is built from the source distribution, so that what people build from it is the same.
    Files carry the time of the last commit: the same commit gives the same wheel, byte by byte.
    """
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    tools = environment(".venv-release", [], groups=("release",))
    time = ["git", "log", "-1", "--format=%ct"]
    made = subprocess.run(time, capture_output=True, text=True, check=False).stdout.strip()
    if made:
        os.environ.setdefault("SOURCE_DATE_EPOCH", made)
    call(tools, "-m", "build", "--outdir", "dist", ".")
    built = sorted((ROOT / "dist").iterdir())
    call(tools, "-m", "twine", "check", "--strict", *built)
    (whole,) = (path for path in built if path.suffix == ".whl")
    with tempfile.TemporaryDirectory() as empty:
        venv.create(Path(empty) / "env", with_pip=True)
        python = Path(empty) / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        call(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", whole)
        files = [shutil.copy(SAMPLE / name, empty) for name in ("article.en.txt", "digest.zh.txt")]
        call(tool(python, "duizhao"), "align", *files, "-o", Path(empty) / "out")
        call(tool(python, "duizhao"), "show", Path(empty) / "out" / "alignment.json", "--findings")
    print("\nReady to be uploaded:", *(path.relative_to(ROOT) for path in built))


def development() -> Path:
    """Return the interpreter of the environment with the development tools."""
    return environment(".venv", ["."], editable=True, groups=("dev",))


def environment(
    name: str, packages: list[str], *, editable: bool = False, groups: tuple[str, ...] = ()
) -> Path:
    """Make an environment unless it is there, bring it up to date, return its interpreter.

    What was installed last is noted beside it; while pyproject.toml stays the same, it is not
    installed again.
    """
    folder = ROOT / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = f"{packages} {editable} {groups}\n{(ROOT / 'pyproject.toml').read_text('utf-8')}"
    stamp = folder / f"installed-{'-'.join(groups) or 'plain'}"
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return python
    print(f"Setting up {name}: the first time takes a few minutes.", flush=True)
    if not python.exists():
        try:
            venv.create(folder, with_pip=True)
        except subprocess.CalledProcessError:
            shutil.rmtree(folder, ignore_errors=True)
            sys.exit(
                "run.py: this Python cannot make environments; install its venv package "
                "(on Debian and Ubuntu: apt install python3-venv)"
            )
    # The build tool's remarks on how the package is laid out help nobody who installs it.
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    call(*pip, "--upgrade", "pip>=25.1")
    extra = [word for group in groups for word in ("--group", group)]
    call(*pip, *(["-e"] if editable else []), *packages, *extra)
    stamp.write_text(wanted, encoding="utf-8")
    return python


def tool(python: Path, name: str) -> Path:
    """Return a command of an environment."""
    return python.with_name(name + python.suffix)


def call(*words: object) -> None:
    """Run a command; a failure ends the task."""
    quiet = {"PYTHONWARNINGS": "ignore"} if "pip" in words else {}
    if "mkdocs" in words:
        quiet = {"NO_MKDOCS_2_WARNING": "1"}  # a notice of the theme's about its successor
    subprocess.run(
        [str(word) for word in words], check=True, env={**ONE_THREAD, **os.environ, **quiet}
    )


def everything() -> None:
    """Run all that a change must pass."""
    test()
    models()
    check()
    wheel()


TASKS: dict[str, Callable[[], None]] = {
    "sample": sample,
    "test": test,
    "models": models,
    "check": check,
    "coverage": coverage,
    "mutants": mutants,
    "site": site,
    "docs": docs,
    "picture": picture,
    "fuzz": fuzz,
    "audit": audit,
    "wheel": wheel,
    "release": release,
    "all": everything,
}

if __name__ == "__main__":
    sys.exit(main())
