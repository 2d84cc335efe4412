"""The language of a text."""

from __future__ import annotations

import pytest
from helpers.material import seed

from duizhao.corpora.text.detection import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("医院开设了新的病房。", "zh"),
        ("醫院開設了新的病房。", "zh"),
        ("CEO Ken K. Ren与Kite Pharma、Denovo Biopharma及FierceBiotech合作研发新药", "zh"),
        ("The ward (病房) opened in Hangzhou 杭州 in May.", "en"),
        ("新しい病棟が開きました。", "ja"),
        ("《の》这个字在店名里很常见，但文章是用中文写的。", "zh"),
        ("병원이 문을 열었다.", "ko"),
        ("Больница открылась в мае.", "ru"),
        ("افتتح المستشفى في مايو.", "ar"),
        ("โรงพยาบาลเปิดในเดือนพฤษภาคม", "th"),
        ("Das Krankenhaus ist nicht groß und die Betten sind mit dem Zug gekommen.", "de"),
        ("L'hôpital est dans la ville et les lits ne sont pas pour les enfants.", "fr"),
        ("El hospital es muy grande y los médicos son de la ciudad, pero más lejos.", "es"),
        ("L'ospedale ha aperto ieri mattina in centro.", "it"),
        ("Het ziekenhuis is gisteren opengegaan.", "nl"),
        ("Szpital otwarto wczoraj rano, choć padał śnieg.", "pl"),
        ("O hospital abriu ontem de manhã na cidade.", "pt"),
        ("Hastane dün sabah açıldı ve hastalar içeri girdi.", "tr"),
        ("Hospital opens new ward", "en"),
        ("\ud800 \u0000 \u202e 😀", "en"),
        ("Le train \ud800 part à six heures, dit-elle.", "fr"),
        ("Rendezvous with Rama", "en"),
        ("", "en"),
        ("12345 !!!", "en"),
        # Half of the lines are names: list items of a log of changes, headings of a read-me.
        ("# oars\n\n- Keel\n  - 修复 keel 漏水 (#12 by @ann)\n- Deck\n  - 新增 deck 属性", "zh"),
        ("# oars\n\n一个划船的库。\n\n## Sponsors\n\n## License\n\nMIT", "zh"),
        # An English page names what it is in Chinese.
        ("English | 简体中文\n\nThe boat is rowed by two who know the river.", "en"),
        ("The dock\n\n码头\n\nIt is as long as the boat that was built for it.", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("number", "language"),
    [("000", "zh"), ("001", "en"), ("002", "en"), ("003", "zh"), ("004", "en")],
)
def test_seed_language(number: str, language: str) -> None:
    assert detect_language(seed(number).read_text(encoding="utf-8")) == language
