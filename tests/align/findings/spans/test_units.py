"""What a passage must not cut, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.spans.units import units


@pytest.mark.parametrize(
    ("lang", "text", "words"),
    [
        ("zh", "它治疗肿瘤、心血管等疾病", "它 治疗 肿瘤 心血管等 疾病"),
        ("zh", "灯塔报3月12日电", "灯塔 报 3月12日电"),
        ("zh", "约有1.4亿人使用", "约 有 1.4亿 人 使用"),
        ("zh", "玛尔塔·奎尔看着孩子们", "玛尔塔·奎尔 看着 孩子们"),
        ("zh", "由 Marta Quill 的团队设计", "由 Marta Quill 的 团队 设计"),
        ("zh", "码头上停着三只海鸥", "码头上 停着 三只 海鸥"),
        ("zh", "書店裡的讀者們", "書店裡的 讀者們"),
        ("en", "It took Mr. Hou 24 hours", "It|took|Mr. Hou|24 hours"),
        ("en", "some 7,000 well-known bakers", "some|7,000|well-known|bakers"),
        ("en", "On March 12, 1987 the Bank of Ferrol paid $5.2 million (10 %)",
         "On|March 12, 1987|the|Bank of Ferrol|paid|$5.2 million|10 %"),
        ("en", "see https://a.example/keel?a=1, or ask", "see|https://a.example/keel?a=1|or|ask"),
        ("en", "the child’s U.S. doctor", "the|child’s|U.S.|doctor"),
        ("en", "A Long Heading With Many Capitals More", "A|Long|Heading|With|Many|Capitals|More"),
    ],
)  # fmt: skip
def test_what_stays_together(lang: str, text: str, words: str) -> None:
    found = [text[a:b] for a, b in units(text, lang).spans]
    assert (" " if lang == "zh" else "|").join(found) == words


@pytest.mark.parametrize(
    ("lang", "text", "leaning"),
    [
        ("zh", "他在港口把三只海鸥给了她", {"在", "把", "三只"}),
        ("en", "He gave a book to 24 of them", {"He", "a", "to", "24", "of", "them"}),
    ],
)
def test_what_needs_what_follows(lang: str, text: str, leaning: set[str]) -> None:
    found = units(text, lang)
    assert {text[a:b] for a, b in found.spans if b in found.leaning} == leaning


@given(
    st.text("ab Mr.A3,年月 的了在·’-书桌等、1", max_size=30),
    st.sampled_from(["zh", "en", "de"]),
)
def test_words_rise_and_hold_all_letters(text: str, lang: str) -> None:
    found = units(text, lang)
    places = [at for span in found.spans for at in span]
    assert places == sorted(places)
    assert all(0 <= a < b <= len(text) for a, b in found.spans)
    inside = {at for a, b in found.spans for at in range(a, b)}
    assert all(at in inside for at, char in enumerate(text) if char.isalnum())
    assert found.leaning <= {b for _, b in found.spans}
