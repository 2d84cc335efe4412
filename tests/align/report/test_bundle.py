"""From the modules of the page's script to one script."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from helpers.folders import ROOT
from helpers.required import required_in_ci

from duizhao.align.report.html.bundle import bundle

SCRIPT = ROOT / "align" / "report" / "html" / "script"
MODULES = {
    "main.js": """\
// Two modules, and what they say.
import { name, Counter } from "./deep/names.js";
import {
  twice,
} from "./twice.js";

const secret = "main";
console.log(name, twice(secret), new Counter().next());
""",
    "deep/names.js": """\
import { twice } from "../twice.js";
console.log("names");
/**
 * export const nothing = 1;
 */
const secret = "names";
export const name = twice(secret);
export class Counter {
  at = 0;
  // One more.
  next() {
    return (this.at += 1);
  }
}
""",
    "twice.js": """\
console.log("twice");
const secret = (text) => `${text}${text}`;
export function twice(text) {
  return secret(text);
}
""",
}


def bundled(modules: Mapping[str, str]) -> str:
    return bundle("main.js", modules.__getitem__)


def test_each_module_runs_once_before_those_that_import_it(tmp_path: Path) -> None:
    required_in_ci("Node.js (apt-get install nodejs)", shutil.which("node") is not None)
    for name, text in {**MODULES, "package.json": '{"type": "module"}'}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "bundle.cjs").write_text(bundled(MODULES), "utf-8")
    said = [
        subprocess.run(
            ["node", tmp_path / name], capture_output=True, text=True, check=True
        ).stdout.split("\n")
        for name in ("main.js", "bundle.cjs")
    ]
    assert said[0] == said[1] == ["twice", "names", "namesnames mainmain 1", ""]


def test_no_comment_and_no_module_syntax_is_left() -> None:
    text = bundled(MODULES)
    assert not re.search(r"^\s*(//|/\*|\*|import|export)", text, re.MULTILINE)
    assert text == bundled(MODULES)


def test_a_line_that_begins_with_a_cast_stays_with_all_that_follows_it() -> None:
    lines = [
        "/** A window. */",
        "/** @type {Window} */ (self).name = 1;",
        "const a = 2;",
        "/** @type {Window} */",
        "const b = 3;",
        "// /** */",
        "/**",
        " * Of a / b.",
        " */",
        "const c = 4;",
    ]
    text = bundled({"main.js": "\n".join([*lines, ""])})
    assert [line for line in text.split("\n") if line in lines] == [lines[i] for i in (1, 2, 4, 9)]


def test_modules_that_import_each_other_are_refused() -> None:
    modules = {
        "main.js": 'import { a } from "./a.js";\n',
        "a.js": 'import { b } from "./b.js";\nexport const a = 1;\n',
        "b.js": 'import { a } from "./a.js";\nexport const b = 1;\n',
    }
    with pytest.raises(ValueError, match=r"main\.js from a\.js from b\.js from a\.js"):
        bundled(modules)


@pytest.mark.parametrize(
    "line",
    [
        'import a from "./a.js";',
        'import * as a from "./a.js";',
        'import "./a.js";',
        'import { a } from "package";',
        "export default 1;",
        "export { a };",
        "export let a = 1;",
    ],
)
def test_other_ways_to_import_and_export_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(line))):
        bundled({"main.js": f"{line}\n", "a.js": "export const a = 1;\n"})


def test_every_module_of_the_page_is_needed_and_so_is_what_it_exports() -> None:
    texts = {path.relative_to(SCRIPT).as_posix(): path for path in SCRIPT.rglob("*.js")}
    read: dict[str, str] = {}
    bundle("main.js", lambda path: read.setdefault(path, texts[path].read_text("utf-8")))
    assert read.keys() == texts.keys()
    tests = [path.read_text("utf-8") for path in Path(__file__).parent.glob("script/*.mjs")]
    used = re.findall(r"^import \{([^}]+)\}", "\n".join([*read.values(), *tests]), re.MULTILINE)
    names = {name.strip() for names in used for name in names.split(",")}
    exported = re.findall(r"^export \w+ (\w+)", "\n".join(read.values()), re.MULTILINE)
    assert set(exported) <= names
