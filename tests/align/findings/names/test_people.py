"""Persons that only one side of a bead names."""

from __future__ import annotations

from duizhao.align.findings.names.people import BeadTexts, strangers

BEADS = [
    BeadTexts("There Rosen said so.", "罗森这样说。", (), ()),
    BeadTexts("And then Rosen left us.", "随后麦卡锡离开。", (), ()),
    BeadTexts("Here Ms. Whitaker smiled too.", "弗洛伦斯笑了。", (), ()),
    BeadTexts("So did Ms. Whitaker just now.", "弗洛伦斯点点头。", (), ()),
]


def found(beads: list[BeadTexts]) -> list[tuple[str, str, str]]:
    return [(en.text, en.usual, zh.text) for _, en, zh in strangers(beads)]


def test_a_person_that_became_another_is_found_with_the_usual_name() -> None:
    ((at, en, zh),) = strangers(BEADS)
    assert (at, en.text, en.usual, zh.text) == (1, "Rosen", "罗森", "麦卡锡")


def test_two_names_that_stand_together_twice_are_one() -> None:
    assert found(BEADS[:3]) == [("Rosen", "罗森", "麦卡锡"), ("Whitaker", "", "弗洛伦斯")]
    assert found(BEADS[:4]) == [("Rosen", "罗森", "麦卡锡")]


def test_what_a_document_shows_holds_for_beads_before_and_after() -> None:
    assert found(BEADS[1::-1]) == found(BEADS[:2])
    # What stands before a noun may be an adjective, unless another bead shows that it is a name.
    paint = BeadTexts("They bought Rosen paint here.", "他们买了麦卡锡油漆。", (), ())
    assert not found([paint])
    assert found([paint, BEADS[0]]) == [("Rosen", "罗森", "麦卡锡")]


def test_one_person_becomes_one_other() -> None:
    text = "In the end Ms. Whitaker met Dr. Osgood again."
    (pair,) = strangers([BeadTexts(text, "弗洛伦斯又见到了他。", (), ())])
    assert (pair[1].text, pair[2].text) == ("Whitaker", "弗洛伦斯")


def test_a_name_with_a_rendering_of_its_own_beside_it_stands_for_no_other() -> None:
    both = BeadTexts("Then Ms. Whitaker met them all.", "后来弗洛伦斯又见到了麦卡锡。", (), ())
    assert found([both, BEADS[0]])
    assert not found([*BEADS[2:], both])
