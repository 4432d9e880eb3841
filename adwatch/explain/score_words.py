"""What is said around the facts of a score, in English and in French."""

from dataclasses import dataclass

from schemas.finding import State


@dataclass(frozen=True, slots=True)
class ScoreWords:
    """One language. Names of bands, strengths and grades are those of the notifications."""

    title: str
    intro: str
    colon: str  # after a name, before its value
    facts: tuple[str, str, str]  # order inside the band, scorer, catalogue
    scorers: dict[str, str]
    why: str
    dimensions: str
    filled: str
    not_filled: str
    against: str
    nothing_against: str
    shown_only: str
    refuted: str
    special: str
    context: str
    change: str
    if_stated: str
    if_not_said: str
    no_change: str
    unknown: str
    sources: str
    states: dict[State, str]
    linked: str
    once: str
    own_design: str
    none: str


ENGLISH = ScoreWords(
    title="Why this review band",
    intro="A review band ranks human work. It says that published indicators are present in a public ad, and how good "
    "the evidence behind them is. It says nothing about a person, and most ads that show indicators prove harmless.",
    colon=": ",
    facts=("Order inside the band", "Scorer", "Catalogue"),
    scorers={
        "dimensions": "dimension rule of the ILO and the European Commission",
        "weighted": "sum weighted by evidence grade",
        "ordinal": "order of the findings",
    },
    why="Why",
    dimensions="Dimensions",
    filled="filled",
    not_filled="not filled",
    against="What speaks against it",
    nothing_against="Nothing was found that speaks against it. That proves nothing.",
    shown_only="Seen, and never scored",
    refuted="commonly believed, not supported when it was tested",
    special="about who a person is: never scored",
    context="context only",
    change="What would change the band",
    if_stated="{band}, if the ad stated any one of these",
    if_not_said="{band}, without any one of these findings",
    no_change="No single indicator would change it.",
    unknown="What is not known",
    sources="Sources",
    states={
        State.PRESENT: "stated",
        State.ABSENT: "the ad says the opposite",
        State.CONTRADICTED: "the ad says this and its opposite: one step weaker",
        State.NOT_STATED: "not stated",
    },
    linked="from {count} other ads or shared contacts",
    once="counted once, with another finding on the same thing",
    own_design="our own choice, untested",
    none="nothing",
)
FRENCH = ScoreWords(
    title="Pourquoi ce niveau d’examen",
    intro="Un niveau d’examen ordonne du travail humain. Il dit que des indicateurs publiés sont présents dans une "
    "annonce publique, et ce que valent les preuves à leur appui. Il ne dit rien d’une personne, et la plupart des "
    "annonces qui montrent des indicateurs se révèlent sans danger.",
    colon=" : ",
    facts=("Ordre dans ce niveau", "Méthode", "Catalogue"),
    scorers={
        "dimensions": "règle des dimensions de l’OIT et de la Commission européenne",
        "weighted": "somme pondérée par la qualité des preuves",
        "ordinal": "ordre des constats",
    },
    why="Pourquoi",
    dimensions="Dimensions",
    filled="remplie",
    not_filled="non remplie",
    against="Ce qui s’y oppose",
    nothing_against="Rien n’a été trouvé qui s’y oppose. Cela ne prouve rien.",
    shown_only="Vu, et jamais évalué",
    refuted="croyance répandue, non confirmée par les tests",
    special="concerne ce qu’est une personne : jamais évalué",
    context="simple contexte",
    change="Ce qui changerait le niveau",
    if_stated="{band}, si l’annonce indiquait un seul de ces points",
    if_not_said="{band}, sans l’un quelconque de ces constats",
    no_change="Aucun indicateur à lui seul ne le changerait.",
    unknown="Ce qu’on ne sait pas",
    sources="Sources",
    states={
        State.PRESENT: "indiqué",
        State.ABSENT: "l’annonce dit le contraire",
        State.CONTRADICTED: "l’annonce dit cela et son contraire : un degré de moins",
        State.NOT_STATED: "non indiqué",
    },
    linked="d’après {count} autres annonces ou contacts communs",
    once="compté une fois, avec un autre constat sur la même chose",
    own_design="notre propre choix, non testé",
    none="rien",
)
