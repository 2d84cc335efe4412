"""What MkDocs is told beyond mkdocs.yml: pages of the root are pages of the site as well.

Pages are written for whoever reads them in the checkout. A link names a file of the checkout; here
it becomes a link of the site, and one to a file that is no page of the site fails the build.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from pymdownx.slugs import slugify

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"

# File of the root: where it stands in the site.
ROOT_PAGES = {
    "README.md": "index.md",
    "README.zh.md": "zh/index.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "CHANGELOG.md": "project/changelog.md",
    "SECURITY.md": "project/security.md",
    "LICENSE": "project/LICENSE.txt",
    "NOTICE": "project/NOTICE.txt",
    "CITATION.cff": "project/CITATION.cff",
    "Containerfile": "project/Containerfile",
}
_ROOT_OF = {site: root for root, site in ROOT_PAGES.items()}

_FENCE = re.compile(r"(^ *```.*?^ *```[^\n]*$)", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(\]\(|\bsrc=\")([^)\s\"#]+)(#[^)\s\"]*)?(?=[)\"])")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Name headings as code hosts do, in any script; list the decisions."""
    config["mdx_configs"]["toc"]["slugify"] = slugify(case="lower")
    for section in config["nav"]:
        for name, pages in section.items():
            if isinstance(pages, list):
                section[name] = [each for page in pages for each in listed(page)]
    return config


def listed(page: str | dict[str, Any]) -> list[Any]:
    """Return an entry of the navigation: a page, all of a folder, or none if it is not there."""
    if isinstance(page, str) and page in _ROOT_OF and not (ROOT / _ROOT_OF[page]).is_file():
        return []
    if isinstance(page, str) and page.endswith("/"):
        below = sorted((DOCS / page).glob("*.md"), key=lambda path: (path.stem != "README", path))
        return [{page.strip("/").capitalize(): [f"{page}{path.name}" for path in below]}]
    return [page]


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages of the root."""
    for name, place in ROOT_PAGES.items():
        if (ROOT / name).is_file():
            files.append(File.generated(config, place, abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, *, page: Page, **_: object) -> str:
    """Turn links between files of the checkout into links between pages."""
    place = page.file.src_uri
    written = ROOT / _ROOT_OF[place] if place in _ROOT_OF else DOCS / place

    def linked(found: re.Match[str]) -> str:
        opening, target, anchor = found[1], found[2], found[3] or ""
        if "://" in target or target.startswith("mailto:"):
            return found[0]
        there = site_path((written.parent / unquote(target)).resolve())
        if there is None:
            message = f"{written.relative_to(ROOT)} links to {target}, which is no page of the site"
            raise PluginError(message)
        # An attribute is no link of Markdown: it is relative to the page as it is built.
        return f"{opening}{os.path.relpath(there, Path(place).parent)}{anchor}"

    parts = _FENCE.split(markdown)
    parts[::2] = [_LINK.sub(linked, part) for part in parts[::2]]
    return "".join(parts)


def site_path(file: Path) -> str | None:
    """Return where a file of the checkout stands among the site's sources; None if it does not."""
    if file.is_dir():
        file /= "README.md"
    if not file.is_file():
        return None
    name = file.relative_to(ROOT).as_posix()
    if name in ROOT_PAGES:
        return ROOT_PAGES[name]
    return file.relative_to(DOCS).as_posix() if DOCS in file.parents else None


def on_post_page(output: str, *, page: Page, **_: object) -> str:
    """Say which pages are Chinese."""
    if page.file.src_uri.startswith("zh/"):
        output = output.replace("Table of contents", "目录")
        return output.replace('<html lang="en"', '<html lang="zh-Hans"', 1)
    return output
