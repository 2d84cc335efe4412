"""The page about a run: what stands on it, and what can be done with it in a real browser."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path
from typing import Any

import pytest
from helpers.page_html import parse
from helpers.report_visit import Visit

from duizhao.align.corpus.outcome import DOCUMENT_COLUMNS
from duizhao.align.corpus.plan import Plan
from duizhao.align.corpus.report.overview import MOST, overview_of
from duizhao.align.corpus.report.page import write_index


def rows(count: int, *, seed: int = 3) -> list[dict[str, object]]:
    rng = random.Random(seed)
    made = []
    for n in range(count):
        state = rng.choices(["done", "failed", "missing", "surplus"], [50, 3, 4, 2])[0]
        row = dict.fromkeys(DOCUMENT_COLUMNS)
        row |= {
            "id": f"guide/<b>安装 & {n:03}",
            "state": state,
            "source": f"en/{n}.md",
            "seconds": 0.5,
            "reason": "no such file <script>" if state == "failed" else "",
        }
        if state == "done":
            row |= {
                "critical": int(rng.random() < 0.1),
                "major": rng.choice([0, 0, 1, 4]),
                "minor": rng.choice([0, 0, 1]),
                "info": rng.randrange(4),
                "source_coverage": round(rng.random(), 3),
                "probability": round(rng.random(), 3),
                "source_sentences": 40,
                "target_sentences": 38,
                "findings_by_rule": json.dumps({"omission/clause": 1}),
                "probability_tenths": json.dumps([1] * 10),
                "behind": n % 3,
            }
        made.append(row)
    return made


def page(made: list[dict[str, object]], ui: str | None = None) -> str:
    stream = io.BytesIO()
    files = ("index.html", "documents.csv", "memory.tmx")
    view = overview_of(made, reports=True)
    write_index(view, stream, name="en ↔ zh", plan=Plan("out", ui=ui), files=files)
    return stream.getvalue().decode()


def test_the_worst_stand_first_and_all_are_counted() -> None:
    made = rows(80)
    view = overview_of(made, reports=True)
    order = [
        (-r["critical"], -r["major"], -r["minor"], -r["info"], r["source_coverage"])
        for r in (row.values for row in view.worst)
    ]
    assert order == sorted(order)
    assert view.documents == 80
    assert view.states["done"] == len(view.worst) == view.histograms[0].total
    assert view.histograms[1].counts == (view.states["done"],) * 10
    for state in ("failed", "missing", "surplus"):
        assert len(view.lists[state]) == view.states[state]
    above_info = [sum(map(bool, (r["critical"], r["major"], r["minor"]))) for r in made]
    assert view.noted == sum(map(bool, above_info))
    assert 1 in above_info


def test_of_very_many_the_worst_are_listed() -> None:
    made = [{**row, "id": str(n)} for n, row in enumerate(rows(MOST + 600))]
    view = overview_of(made, reports=False)
    assert len(view.worst) == MOST < view.states["done"]
    every = overview_of([row for row in made if row["critical"]], reports=False)
    assert [row.values for row in view.worst[: len(every.worst)]] == [
        row.values for row in every.worst
    ]


def test_texts_of_the_tables_are_no_markup() -> None:
    html = page(rows(60))
    assert "<b>安装" not in html
    assert "file <script>" not in html
    links = [a.get("href") for a in parse(html).iter("a")]
    assert "documents/guide/%3Cb%3E%E5%AE%89%E8%A3%85%20%26%20000/report.html" in links


def test_what_is_not_as_it_should_be_is_said_beside_a_clean_verdict() -> None:
    clean = {"critical": 0, "major": 0, "minor": 0, "behind": 0, "policy": "full"}
    done = [{**row, **clean} for row in rows(60) if row["state"] == "done"]
    assert "Nothing needs a look" in page(done)
    for more in ({"behind": 2}, {"policy": "digest"}, {"warnings": "they are strangers"}):
        html = page([*done[1:], {**done[0], **more}])
        assert "Nothing needs a look" not in html
        assert "No finding in" in html
    assert 'href="#behind"' in page([{**done[0], "behind": 2}])
    html = page([{**done[0], "policy": "digest", "warnings": "they are <b>strangers"}])
    assert "--policy full" in html
    assert 'href="#warned"' in html
    assert "they are &lt;b&gt;strangers" in html


def test_who_says_that_it_is_a_digest_is_not_told_of_it() -> None:
    made = [{**row, "policy": "digest"} for row in rows(20) if row["state"] == "done"]
    assert overview_of(made, reports=True).digests == len(made)
    assert overview_of(made, reports=True, is_told=lambda _: True).digests == 0


def test_nothing_done_is_said() -> None:
    made = [row for row in rows(60) if row["state"] != "done"]
    assert "No document was aligned." in page(made)
    assert "data-fixed" in page(made, "zh")


@pytest.mark.parametrize("width", [1280, 400])
def test_columns_are_sorted_and_names_filtered(browser: Any, tmp_path: Path, width: int) -> None:
    made = rows(60)
    file = tmp_path / "index.html"
    file.write_text(page(made), encoding="utf-8")
    visit = Visit(browser, file, viewport={"width": width, "height": 900})
    names = "#list tbody tr:visible th"

    def shown(column: int) -> list[str]:
        cells = visit.page.locator(f"#list tbody tr:visible > :nth-child({column})")
        return [str(text) for text in cells.all_inner_texts()]

    coverage = visit.page.locator("#list thead th").nth(5).get_by_role("button")
    coverage.click()
    falling = [float(text.strip(" %")) for text in shown(6)]
    assert falling == sorted(falling, reverse=True)
    coverage.click()
    assert [float(text.strip(" %")) for text in shown(6)] == sorted(falling)
    assert visit.page.locator('#list th[aria-sort="ascending"]').count() == 1
    visit.page.locator("#name").fill("00")
    assert 0 < visit.page.locator(names).count() < len(falling)
    assert all("00" in text for text in shown(1))
    visit.page.locator("#name").fill("")
    visit.page.locator("#noted").check()
    noted = sum(bool(r["critical"] or r["major"] or r["minor"]) for r in made)
    assert visit.page.locator(names).count() == noted
    assert visit.page.locator("#shown b:visible").inner_text() == str(noted)
    visit.page.locator("#switch").click()
    assert visit.page.title() == "语料报告：en ↔ zh"
    assert visit.page.locator("h1").inner_text().startswith("语料报告")
    assert visit.complaints == []
    assert [url for url in visit.requests if not url.startswith("file:")] == []
    wide = visit.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    visit.context.close()
