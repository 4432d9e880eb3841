"""The small language of terms."""

import pytest

from processors.catalogue.terms import MAX_VARIANTS, Atom, Term, TermError, alternatives, parse

GROUPS = {"keep": ("keep", "hold"), "paper": ("passport", "id card")}
KEEP, PAPER = Atom(GROUPS["keep"]), Atom(GROUPS["paper"])


# fmt: off
TERMS = [
    ("joining fee",             [Term((Atom(("joining fee",)),))]),
    ("  joining \t fee ",        [Term((Atom(("joining fee",)),))]),
    ("(joining|entry) fee",     [Term((Atom(("joining fee", "entry fee")),))]),
    ("(your|) passport",        [Term((Atom(("your passport", "passport")),))]),
    ("passport(s|)",            [Term((Atom(("passports", "passport")),))]),
    ("{keep}",                  [Term((KEEP,))]),
    ("{keep} .. {paper}",       [Term((KEEP, PAPER), (5,))]),
    ("{keep} ... {paper}",      [Term((KEEP, PAPER), (10,))]),
    ("{keep} ~ {paper}",        [Term((KEEP, PAPER), (5,)), Term((PAPER, KEEP), (5,))]),
    ("{keep} your {paper}",     [Term((KEEP, Atom(("your",)), PAPER), (0, 0))]),
    ("{keep} (your|) {paper}",  [Term((KEEP, Atom(("your",)), PAPER), (0, 0)), Term((KEEP, PAPER), (0,))]),
    ("pay <price> .. before",   [Term((Atom(("pay",)), Atom(entity="price"), Atom(("before",))), (0, 5))]),
]
# fmt: on


@pytest.mark.parametrize(("text", "terms"), TERMS)
def test_a_term_becomes_atoms_and_gaps(text: str, terms: list[Term]) -> None:
    assert list(parse(text, GROUPS)) == terms


# fmt: off
WRONG = [
    ("(open",                   "bracket"),
    ("a (b (c) d)",             "bracket"),
    ("a | b",                   "bar"),
    ("{unknown} fee",           "no word group"),
    ("<colour> fee",            "no word group of this name here or in language.yml, and no entity"),
    (".. fee",                  "both sides"),
    ("fee .. (now|)",           "both sides"),
    ("a ~ b ~ c",               "alone"),
    ("()",                      "at least one"),
]
# fmt: on


@pytest.mark.parametrize(("text", "complaint"), WRONG)
def test_a_wrong_term_says_what_is_wrong(text: str, complaint: str) -> None:
    with pytest.raises(TermError, match=complaint):
        parse(text, GROUPS)


def test_many_choices_are_matched_one_after_the_other_and_not_written_out() -> None:
    ten = "(" + "|".join(f"w{number}" for number in range(10)) + ")"
    [term] = parse(f"{ten} {ten}", {})
    assert [len(atom.phrases) for atom in term.atoms] == [10, 10]
    assert term.gaps == (0,)


def test_a_word_group_cannot_explode() -> None:
    many = "(" + "|".join(map(str, range(MAX_VARIANTS + 1))) + ")"
    with pytest.raises(TermError, match="too many variants"):
        alternatives(many)
