"""What each blank lost: real sentences with the embedded encoder, in both directions."""

from __future__ import annotations

import pytest

from duizhao.align.aligner.beads import find_beads
from duizhao.align.findings.blanks.gaps import find_gaps
from duizhao.align.findings.blanks.lost_text import find_lost
from duizhao.corpora.reading.read import document_from_text
from duizhao.models.use.encoder import EmbeddedEncoder

ENGLISH = """The bakery on Mill Street opened its doors in 1987 with two ovens and a borrowed van.

Two aims of the new guild, the mayor explained, are to train young bakers from poor villages and \
towns, as well as to keep the old mills of the valley in use.

The workshop repairs violins, cellos, harps and old pianos for the schools of three counties.

Research covers oncology, heart disease, rare disorders and vaccines, and a third of the money \
goes to children's hospitals.

First, the council wants cheaper tickets; second, it plans longer opening hours; third, it will \
repair the roof.

“Bread has to be boring to be good,” said Marta Quill. “People come back for what they know,” her \
daughter added.

Marta Quill still kneads every morning because the machines that she bought never learnt it.

She said: “We never wanted to be big. We only wanted to be here.”

The town council has offered the family a larger building beside the railway station.
"""
CHINESE = """磨坊街上的这家面包店于1987年开业，当时只有两台烤炉和一辆借来的货车。

镇长说明了新行会的两个目标，第一是培养来自贫困村镇的年轻面包师；第二是让山谷里的老磨坊继续使用。

这家作坊为三个县的学校修理小提琴、大提琴、竖琴和旧钢琴。

研究涉及肿瘤、心脏病、罕见病和疫苗等领域，三分之一的资金用于儿童医院。

一是市议会希望降低票价；二是计划延长开放时间；三是将修缮屋顶。

“面包要平淡才好吃，”玛尔塔·奎尔说。“人们回来是为了熟悉的味道，”她的女儿补充道。

玛尔塔·奎尔至今每天早晨亲手揉面，因为她买来的机器始终没有学会。

她说：“我们从没想过做大。我们只想留在这里。”

镇议会已向这家人提供火车站旁一座更大的建筑。
"""


@pytest.fixture(scope="module")
def embedded() -> EmbeddedEncoder:
    return EmbeddedEncoder()


@pytest.mark.parametrize(
    ("into", "cuts", "lost"),
    [
        # Two holes of one enumeration each get their own item.
        ("zh", {"大提琴、": "、", "和旧钢琴。": "和。"},
         ["cellos", "old pianos"]),
        ("en", {"cellos, ": ", ", "and old pianos for": "and , for"}, ["大提琴", "旧钢琴"]),
        # Marks in a row lost all that stood between them.
        ("zh", {"、心脏病、罕见病和": "、、、和"}, ["heart disease, rare disorders"]),
        ("en", {"it plans longer opening hours;": ";", "it will repair the roof.": "."},
         ["二是计划延长开放时间", "三是将修缮屋顶"]),
        ("zh", {"一是市议会希望降低票价；": "一是；", "三是将修缮屋顶。": "三是。"},
         ["the council wants cheaper tickets", "it will repair the roof"]),
        ("zh", {"第一是培养来自贫困村镇的年轻面包师；": "第一是；",
                "第二是让山谷里的老磨坊继续使用。": "第二是。"},
         ["are to train young bakers from poor villages and towns",
          "as well as to keep the old mills of the valley in use"]),
        # Each quotation its own, with its marks, and over several sentences.
        ("zh", {"“面包要平淡才好吃，”": "“”", "“人们回来是为了熟悉的味道，”": "“”"},
         ["“Bread has to be boring to be good,”", "“People come back for what they know,”"]),
        ("zh", {"我们从没想过做大。我们只想留在这里。": ""},
         ["“We never wanted to be big. We only wanted to be here.”"]),
        ("en", {"We never wanted to be big. We only wanted to be here.": ""},
         ["“我们从没想过做大。我们只想留在这里。”"]),
        # A clause that no comma sets off.
        ("zh", {"，因为她买来的机器始终没有学会。": "，。"},
         ["because the machines that she bought never learnt it"]),
    ],
)  # fmt: skip
def test_what_each_blank_lost(
    into: str, cuts: dict[str, str], lost: list[str], embedded: EmbeddedEncoder
) -> None:
    texts = {"en": ENGLISH, "zh": CHINESE}
    edited = texts[into]
    for cut, left in cuts.items():
        assert edited.count(cut) == 1
        edited = edited.replace(cut, left)
    source = document_from_text(texts["en" if into == "zh" else "zh"])
    target = document_from_text(edited)
    beads = find_beads(source, target, embedded).beads
    gaps = find_gaps(target)
    found = find_lost(gaps, source, target, beads, embedded)
    assert [each.place.text if each else None for each in found] == lost
