"""Loading: what is wrong in a catalogue is named with file, line and field; what is right stays as it is."""

import shutil
from pathlib import Path

import pytest

from processors.catalogue import load
from processors.yaml_file import FileError

SHIPPED = Path(__file__).parents[4] / "catalogue"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped catalogue with the words of one language, to be spoiled."""
    for part in ("indicators", "lexicons/en", "benchmarks"):
        shutil.copytree(SHIPPED / part, tmp_path / part)
    for name in ("sources.yml", "dimensions.yml"):
        shutil.copy(SHIPPED / name, tmp_path / name)
    return tmp_path


def spoil(file: Path, old: str, new: str) -> int:
    """Replace the first `old` in a file; the line it stands on."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


CITED = "sources: [volodko_2020, saps, iom_features]"
UNNAMED = "label: {en: Employer cannot be identified"
SPECIAL = "sensitive: special_category"
WAGES = "benchmarks/minimum_wages.yml"
INDICATORS, LANGUAGE, TOPICS = "indicators/labour.yml", "lexicons/en/language.yml", "lexicons/en/money.yml"


# fmt: off
MISTAKES = [
    (INDICATORS, "  - id: LB-02", "  - colour: red\n    id: LB-02", "colour"),
    (INDICATORS, "id: LB-02", "id: LB-01", "LB-01: given twice"),
    (INDICATORS, "id: LB-02", "id: B2", "id: String should match pattern"),
    (INDICATORS, CITED, "sources: []", "at least 1 item"),
    (INDICATORS, CITED, "sources: [unheard_of]", "`unheard_of` is not in sources.yml"),
    (INDICATORS, "dimension: deceptive_recruitment", "dimension: mood", "`mood` is not in dimensions.yml"),
    (INDICATORS, "evidence_grade: E3", "evidence_grade: E9", "evidence_grade: Input should be 'E1'"),
    (INDICATORS, "forms: [labour_exploitation, forced_criminality]", "forms: [theft]", "forms.0: Input should be"),
    (INDICATORS, "functions: [recruitment]", "functions: [magic]", "functions.0: Input should be"),
    (INDICATORS, f"{UNNAMED}, fr: Employeur non identifiable}}", f"{UNNAMED}}}", "label.fr: Field required"),
    (INDICATORS, "lexicon: [no_experience]", "lexicon: [no_such_topic]", "no lexicon has a topic `no_such_topic`"),
    (INDICATORS, "together: [[desk_job]", "together: [[nothing]", "`nothing` is neither a topic nor an indicator"),
    (INDICATORS, "signal: {lexicon: [no_experience]}", "version: 2", "give a `signal`, or a `gap`"),
    (INDICATORS, "signal: {lexicon: [no_experience]}", "signal: {lexicon: [no_experience], link: true}", "give one of"),
    (INDICATORS, "default_weight: 2", "default_weight: 0", "above 0 if, and only if"),
    (INDICATORS, "evidence_grade: E5", "evidence_grade: E4", "grade E5 and polarity `refuted` go together"),
    ("indicators/sexual.yml", SPECIAL, f"{SPECIAL}\n    signal: {{reader: obscured_phone}}", "is not looked for"),
    ("indicators/children.yml", "sensitive: child", "sensitive: none", "CH indicators are `child`"),
    ("sources.yml", "known_by: read", "known_by: hearsay", "Input should be 'read'"),
    ("dimensions.yml", "published: true", "published: true\n  weight: 2", "weight"),
    (LANGUAGE, "turns: [", "turnings: [", "turnings"),
    (LANGUAGE, '- "no"', "- no", "Input should be a valid string"),
    (TOPICS, '"{means} .. (deposit', '"{meens} .. (deposit', "meens"),
    (TOPICS, "third_payee:", "prepaid:", "given twice"),
    (TOPICS, "    silent:", "    quiet:", "silent: Field required"),
    (WAGES, "currency: GBP", "currency: XYZ", "`XYZ` is not in currencies.yml"),
    (WAGES, "source: destatis_2025", "source: hearsay", "`hearsay` is not in sources.yml"),
    (TOPICS, "prepaid:", "fees:", "another file of this folder has a topic of this name"),
]
# fmt: on


@pytest.mark.parametrize(("file", "old", "new", "message"), MISTAKES)
def test_a_mistake_is_named_with_file_line_and_field(folder: Path, file: str, old: str, new: str, message: str) -> None:
    line = spoil(folder / file, old, new)
    with pytest.raises(FileError) as error:
        load(folder)
    problems = [one for one in error.value.problems if message.lstrip("`") in str(one)]
    assert problems, str(error.value)
    assert problems[0].path.suffix == ".yml"
    assert str(problems[0].path).startswith(str(folder))
    if problems[0].path == folder / file:
        assert abs(problems[0].line - line) <= 45, "the line is that of the record at least"


def test_all_mistakes_are_shown_at_once(folder: Path) -> None:
    spoil(folder / INDICATORS, "evidence_grade: E3", "evidence_grade: E9")
    spoil(folder / TOPICS, '"{means} .. (deposit', '"{meens} .. (deposit')
    spoil(folder / "sources.yml", "known_by: read", "known_by: hearsay")
    with pytest.raises(FileError) as error:
        load(folder)
    assert {one.path.name for one in error.value.problems} == {"labour.yml", "money.yml", "sources.yml"}


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no indicators here"):
        load(tmp_path)


def test_the_version_is_that_of_the_content(folder: Path) -> None:
    version = load(folder).version
    assert load(folder).version == version
    for file, old, new in (
        (INDICATORS, "default_weight: 2", "default_weight: 1"),
        (WAGES, "amount: 12.21", "amount: 12.71"),
    ):
        spoil(folder / file, old, new)
        assert load(folder).version != version
        version = load(folder).version


def test_a_new_language_is_a_folder(folder: Path) -> None:
    shutil.copytree(folder / "lexicons/en", folder / "lexicons/xx")
    assert load(folder).languages == {"en", "xx"}
