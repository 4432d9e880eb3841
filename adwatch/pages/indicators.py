"""The catalogue as a page of the documentation, in English or French, made from the data."""

from collections import Counter
from collections.abc import Iterator

from adwatch.catalogue_words import COLON, DESIGN, FAMILIES, FORMS, FUNCTIONS, PALERMO, POLARITY, READING, WAYS, how
from processors.catalogue import Catalogue, Indicator
from processors.catalogue.records import Grade, Polarity, Sensitive, Text
from processors.notify.words import words

HEAD = Text(
    en="""\
# The catalogue of indicators

Made by `adwatch indicators page indicators`; do not edit it by hand. An indicator is a screening cue that may justify a
human look. None is evidence that a person is a victim or an offender, and a single one means nothing: of 430 job ads in
a published study, 98.4 % carried at least one.

""",
    fr="""\
# Le catalogue des indicateurs

Page produite par `adwatch indicators page indicators --language fr` ; ne la modifiez pas à la main. Un indicateur est
un signe qui peut justifier le regard d’une personne. Aucun ne prouve que quelqu’un est victime ou auteur, et un seul ne
dit rien : sur 430 offres d’emploi d’une étude publiée, 98,4 % en portaient au moins un.

""",
)
GRADES = Text(en="How good the evidence is", fr="Ce que valent les preuves")
NAMES = {
    "grade": Text(en="grade", fr="degré"),
    "meaning": Text(en="meaning", fr="sens"),
    "count": Text(en="indicators", fr="indicateurs"),
    "strength": Text(en="Strength", fr="Force"),
    "evidence": Text(en="Evidence", fr="Preuves"),
    "dimension": Text(en="Dimension", fr="Dimension"),
    "palermo": Text(en="Palermo element", fr="Élément de Palerme"),
    "effect": Text(en="Effect", fr="Effet"),
    "forms": Text(en="Forms", fr="Formes"),
    "functions": Text(en="Functions", fr="Fonctions"),
    "way": Text(en="Looked for in", fr="Recherché dans"),
    "question": Text(en="To find out", fr="À établir"),
    "gap": Text(en="Why not", fr="Pourquoi non"),
    "sources": Text(en="Sources", fr="Sources"),
}
SPECIAL = Text(
    en="about who a person is: never scored, never looked for, never stored",
    fr="concerne ce qu’est une personne : jamais évalué, ni cherché, ni conservé",
)
CHILD = Text(
    en="sends the ad to the children’s lane: never scored, never shown",
    fr="envoie l’annonce dans la voie des enfants : jamais évaluée, jamais montrée",
)


def page(catalogue: Catalogue, language: str) -> str:
    """The whole page as Markdown."""
    return "\n".join(_lines(catalogue, language)).rstrip() + "\n"


def _lines(catalogue: Catalogue, language: str) -> Iterator[str]:
    yield HEAD.in_language(language) + f"## {GRADES.in_language(language)}\n"
    yield from _grades(catalogue, language)
    for family, name in FAMILIES.items():
        yield f"\n## {name.in_language(language)} ({family})"
        for one in catalogue.indicators.values():
            if one.id.startswith(family):
                yield from _indicator(one, catalogue, language)
    yield f"\n## {NAMES['sources'].in_language(language)}\n"
    for source_name, source in sorted(catalogue.sources.items()):
        yield f"- `{source_name}`: {source.cite} ({READING[source.known_by].in_language(language)})"


def _grades(catalogue: Catalogue, language: str) -> Iterator[str]:
    counts = Counter(one.evidence_grade for one in catalogue.indicators.values())
    names = (NAMES[key].in_language(language) for key in ("grade", "meaning", "count"))
    yield f"| {' | '.join(names)} |"
    yield "| --- | --- | --- |"
    for grade in Grade:
        yield f"| {grade.value} | {_grade(grade, language)} | {counts[grade]} |"


def _indicator(one: Indicator, catalogue: Catalogue, language: str) -> Iterator[str]:
    yield f"\n### {one.id} {one.label.in_language(language)}\n\n{one.definition.in_language(language)}\n"
    for name, value in _facts(one, catalogue, language):
        if value:
            yield f"- {NAMES[name].in_language(language)}{COLON.in_language(language)}{value}"


def _facts(one: Indicator, catalogue: Catalogue, language: str) -> Iterator[tuple[str, str]]:
    strength = words(language).strength.get(one.strength.level, "")
    yield "evidence", f"{one.evidence_grade.value}, {_grade(one.evidence_grade, language)}"
    yield "strength", ", ".join(filter(None, (strength, f"“{one.strength.published}” (`{one.strength.source}`)")))
    yield "effect", _effect(one, language)
    yield "dimension", catalogue.dimensions[one.dimension].label.in_language(language)
    yield "palermo", PALERMO[one.palermo].in_language(language)
    yield "forms", ", ".join(FORMS[form].in_language(language) for form in one.forms)
    yield "functions", ", ".join(FUNCTIONS[function].in_language(language) for function in one.functions)
    yield "way", WAYS[how(one)].in_language(language)
    yield "gap", one.gap.in_language(language) if one.gap else ""
    yield "question", one.question.in_language(language) if one.question else ""
    yield "sources", ", ".join(f"`{source}`" for source in one.sources)


def _grade(grade: Grade, language: str) -> str:
    return words(language).grade.get(grade.value, DESIGN.in_language(language))


def _effect(one: Indicator, language: str) -> str:
    if one.children_lane:
        return CHILD.in_language(language)
    if one.sensitive is Sensitive.SPECIAL_CATEGORY:
        return SPECIAL.in_language(language)
    shown_only = one.polarity is Polarity.RISK and not one.scored
    return POLARITY[Polarity.CONTEXT if shown_only else one.polarity].in_language(language)
