"""The documentation's site is built without a warning, is whole, and needs no network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from helpers.folders import ROOT
from helpers.required import has_module, required_in_ci
from lxml import html
from markdown_it import MarkdownIt


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site."""
    if sys.version_info < (3, 11):
        pytest.skip("the site's theme needs Python 3.11")
    required_in_ci("MkDocs (pip install --group docs)", has_module("material"))
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return folder


def pages(site: Path) -> dict[str, html.HtmlElement]:
    """Return the pages of the site, parsed, by their place."""
    found = sorted(site.rglob("*.html"))
    return {p.relative_to(site).as_posix(): html.parse(str(p)).getroot() for p in found}


def test_every_page_of_the_documentation_is_there(site: Path) -> None:
    built = pages(site)
    for path in sorted((ROOT / "docs").rglob("*.md")):
        name = path.relative_to(ROOT / "docs").as_posix().replace("README.md", "index.md")
        assert name.replace(".md", ".html") in built
    assert {"index.html", "project/contributing.html", "project/changelog.html"} <= set(built)


def test_links_and_pictures_lead_somewhere(site: Path) -> None:
    built = pages(site)
    names = {page: set(tree.xpath("//@id")) for page, tree in built.items()}
    for page, tree in built.items():
        if page == "404.html":  # its links begin at the site's root, wherever that is
            continue
        for link in {*tree.xpath("//a/@href"), *tree.xpath("//img/@src")}:
            target, anchor = urldefrag(unquote(link))
            if "://" in target or target.startswith("mailto:"):
                continue
            there = (site / page).parent / target if target else site / page
            assert there.is_file(), f"{page} links to {link}"
            place = there.resolve().relative_to(site.resolve()).as_posix()
            assert not anchor or anchor in names[place], f"{page} links to {link}"


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for page, tree in pages(site).items():
        asked = tree.xpath("//script/@src | //img/@src | //iframe/@src")
        asked += tree.xpath("//link[@rel='stylesheet' or @rel='icon' or @rel='preload']/@href")
        assert not [each for each in asked if each.startswith(("http:", "https:", "//"))], page


def test_the_site_shows_the_lists_and_tables_that_code_hosts_show(site: Path) -> None:
    # Two readers of Markdown: what only one of them takes for a list or table is written unluckily.
    built = pages(site)
    plain = MarkdownIt("commonmark").enable("table")
    for path in sorted((ROOT / "docs").rglob("*.md")):
        name = path.relative_to(ROOT / "docs").as_posix().replace("README.md", "index.md")
        hosted = html.fromstring(f"<div>{plain.render(path.read_text('utf-8'))}</div>")
        (shown,) = built[name.replace(".md", ".html")].xpath("//article")
        for element in ("li", "ul", "ol", "td", "pre", "h2", "h3", "code"):
            both = [sum(1 for _ in tree.iter(element)) for tree in (shown, hosted)]
            assert both[0] == both[1], f"{name}: <{element}>"
