"""Write docs/reference/rules.md from the catalogue and rule_examples.toml: ``python3 run.py docs``.

``--check`` writes nothing and ends with 1 if the page is not that of today.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from duizhao.align.judging.rules import Rule

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).parent
PAGE = HERE / "reference" / "rules.md"
EXAMPLES = HERE / "rule_examples.toml"

HEAD = """# Rules, with an example of each

<!-- Written by docs/make_rules.py from rule_examples.toml: python3 run.py docs -->

A rule is a kind of sign within a category; settings name it by its key. How much each matters:
[settings.md](../settings.md#categories-and-rules). What each kind of finding can and cannot see:
[explanation/findings.md](../explanation/findings.md).

The tests align every example here, between paragraphs that have nothing to do with it: what is
wrong has the finding, what is right has none. An example of rows is checked as a
table of two columns.
"""


def main() -> int:
    """Write, or compare with what was written."""
    page = HEAD + "".join(map(section, Rule))
    if "--check" in sys.argv:
        same = PAGE.is_file() and PAGE.read_text("utf-8") == page
        if not same:
            sys.stderr.write("docs/reference/rules.md is old; run: python3 run.py docs\n")
        return int(not same)
    PAGE.write_text(page, encoding="utf-8", newline="\n")
    return 0


def section(rule: Rule) -> str:
    """Return what is said of a category or a rule."""
    if not rule.sign:
        return f"\n## {rule.value}\n"
    example = tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))[rule.value]
    rows = [("original", example["source"])]
    rows += [(f"glossary wants “{one}”", other) for one, other in example.get("wanted", {}).items()]
    rows += [
        (f"glossary forbids for “{one}”", other)
        for one, other in example.get("forbidden", {}).items()
    ]
    if "po" in example:
        rows += [
            ("wrong", f"{example['wrong']} (marked `#, fuzzy`)"),
            ("right", "without the mark"),
        ]
    else:
        of = " (a row)" if "rows" in example else ""
        rows += [(f"wrong{of}", example["wrong"]), (f"right{of}", example["right"])]
    listed = "".join(f"- **{label}**: {shown(text)}\n" for label, text in rows)
    return f"\n### {rule.value}\n\n{rule.en} · {rule.zh}\n\n{listed}"


def shown(text: Any) -> str:  # noqa: ANN401 - a text or several, as TOML gives them
    """Return paragraphs in one line, with nothing taken for markup."""
    parts = [text] if isinstance(text, str) else text
    line = " ¶ ".join(parts)
    for mark in "&<>*_|{}":
        line = line.replace(mark, f"&#{ord(mark)};")
    return line


if __name__ == "__main__":
    sys.exit(main())
