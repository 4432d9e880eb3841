"""Rule files: what is wrong with one is said with file, line and field."""

from pathlib import Path

import pytest

from processors.alert import load_rules
from processors.yaml_file import FileError

RULE = """\
id: demo
version: 1
kind: any
title: {en: A demo, fr: Une démo}
sentence:
  en: "An ad on {sources} is in the {band} band."
  fr: "Une annonce sur {sources}, niveau {band}."
why: {en: For this test, fr: Pour ce test}
source: [invented]
evidence: E4
indicators: [LB-06]
severity: low
subject: ad
condition:
  all:
    - {field: score.band, op: is, value: high}
    - {finding: LB-06}
key: [cluster]
throttle: 1d
run_book: {en: Read the ad, fr: Lire l’annonce}
examples:
  fire:
    - what: it has both
      ads: [{score: {band: high}, findings: [{indicator: LB-06, state: present}]}]
  not_fire:
    - what: it has one
      ads:
        - {score: {band: high}}
"""
FREQUENCY = RULE.replace("kind: any", "kind: frequency\ncount: 3\nwindow: 1d")

# instead of                             this                                     the error says
WRONG = [
    ("version: 1", "version: one", "demo.yml:2: version: "),
    ("version: 1", "", "demo.yml:1: version: Field required"),
    ("version: 1", "version: 1\nversion: 2", "demo.yml:3: version: given twice"),
    ("version: 1", "verison: 1", "demo.yml:2: verison: Extra inputs"),
    ("id: demo", "id: other", "demo.yml:1: id: must be the file's name"),
    ("id: demo", "id: Other!", "demo.yml:1: id: "),
    ("kind: any", "kind: burst", "demo.yml:3: kind: expected one of: any, list, new_identifier, frequency"),
    ("kind: any", "kind: [any]", "demo.yml:3: kind: expected one of"),
    ("kind: any", "kind: frequency", "window: Field required"),
    ("fr: Une démo", "es: Una demo", "demo.yml:4: title.fr: Field required"),
    ("{sources} is", "{soruces} is", "demo.yml:6: sentence.en: unknown {soruces}; known: count"),
    ("{sources} is", "{sources!r} is", "demo.yml:6: sentence.en: unknown {sources}"),
    ("{sources} is", "{0.__class__} is", "demo.yml:6: sentence.en: unknown {0.__class__}"),
    ("{sources} is", "{sources is", "demo.yml:6: sentence.en: braces"),
    ("evidence: E4", "evidence: E5", "demo.yml:10: evidence: "),
    ("[LB-06]\nsev", "[fees]\nsev", "demo.yml:11: indicators.0: expected an indicator's id"),
    ("[LB-06]\nsev", "[LB-07]\nsev", "demo.yml:11: indicators: the condition asks for LB-06"),
    ("severity: low", "severity: urgent", "demo.yml:12: severity: "),
    ("op: is,", "op: equals,", "demo.yml:16: condition.all.0.op: "),
    ("score.band, op", "score.bnad, op", "demo.yml:16: condition.all.0.field: Score has no field 'bnad'"),
    ("value: high}\n    -", "value: hihg}\n    -", "demo.yml:16: condition.all.0.value: Invalid enum value 'hihg'"),
    ("{finding: LB-06}", "{}", "demo.yml:17: condition.all.1: expected an expression, or exactly one of: field:"),
    ("{finding: LB-06}", "found(", "demo.yml:17: condition.all.1: not an expression: syntax error at: EOF"),
    ("{finding: LB-06}", "found_it()", "demo.yml:17: condition.all.1: no function 'found_it'; known: found"),
    ("{finding: LB-06}", 'score.bnad == "high"', "demo.yml:17: condition.all.1.field: Score has no field 'bnad'; did"),
    ("key: [cluster]", "key: [clutser]", "demo.yml:18: key.0: ScoredAd has no field 'clutser'"),
    ("key: [cluster]", "key: [posted_at]", "demo.yml:18: key.0: posted_at is not a value"),
    ("throttle: 1d", "throttle: 1", "demo.yml:19: throttle.every: expected a number and a unit"),
    ("throttle: 1d", "throttle: {every: 2h, up_to: 1h}", "demo.yml:19: throttle: up_to is shorter than every"),
    ("throttle: 1d", "throttle: &x 1d\nother: *x", "demo.yml:20: aliases"),
    ("  not_fire:", "  never:", "examples.not_fire: Field required"),
    ("{score: {band: high}, f", "{socre: {band: high}, f", "demo.yml:24: examples.fire.0.ads.0.socre: an ad"),
    ("{score: {band: high}, f", "{score: {bnad: high}, f", "examples.fire.0.ads.0.score.bnad: an ad has no such"),
    ("        - {score: {band: high}}", "        - {score: {band: 7}}", "demo.yml:28: examples.not_fire.0.ads.0"),
    ("- {score: {band: high}}", "- {score: {band: high}, repeat: 9999}", ":28: examples.not_fire.0.ads.0.repeat"),
    ("id: demo", "id: [demo", "demo.yml:2: not YAML"),
    ("id: demo", "- id: demo", "demo.yml:2: not YAML"),
    (RULE, "- a list\n", "demo.yml:1: expected `name: value` lines"),
    (RULE, "", "demo.yml:1: expected `name: value` lines"),
    (RULE, "x: " + "[" * 40 + "]" * 40, "demo.yml:1: nested deeper than 30"),
    (RULE, "#" * 300_000, "demo.yml:1: larger than 256 KiB"),
    (RULE, "a: !!python/object/apply:os.getcwd []", "demo.yml:1: not YAML: could not determine a constructor"),
]  # fmt: skip


@pytest.mark.parametrize(("instead_of", "this", "message"), WRONG)
def test_error_names_the_place(tmp_path: Path, instead_of: str, this: str, message: str) -> None:
    assert RULE.count(instead_of) == 1
    (tmp_path / "demo.yml").write_text(RULE.replace(instead_of, this), encoding="utf-8")
    with pytest.raises(FileError) as caught:
        load_rules(tmp_path)
    assert message in str(caught.value)


def test_bytes_that_are_not_utf_8_are_named(tmp_path: Path) -> None:
    (tmp_path / "demo.yml").write_bytes(RULE.replace("’", "'").encode("latin-1"))
    with pytest.raises(FileError, match=r"demo\.yml:4: not UTF-8"):
        load_rules(tmp_path)


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "demo.yml").write_text(RULE.replace("E4", "E5").replace("severity: low", "severity: urgent"))
    (tmp_path / "other.yml").write_text(RULE)
    with pytest.raises(FileError) as caught:
        load_rules(tmp_path)
    assert [problem.field for problem in caught.value.problems] == ["evidence", "severity", "id"]


def test_a_folder_without_rules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no rules here"):
        load_rules(tmp_path)


def test_rules_come_sorted_and_ready(tmp_path: Path) -> None:
    (tmp_path / "demo.yml").write_text(RULE)
    (tmp_path / "a_rule.yml").write_text(FREQUENCY.replace("id: demo", "id: a_rule"))
    assert [(rule.id, rule.file.kind) for rule in load_rules(tmp_path)] == [("a_rule", "frequency"), ("demo", "any")]
