"""What is said around the facts of a score. Names of bands, strengths and grades are those of the notifications."""

from processors.catalogue.records import Text
from schemas.finding import State

TITLE = Text(en="Why this review band", fr="Pourquoi ce niveau d’examen")
INTRO = Text(
    en="A review band ranks human work. It says that published indicators are present in a public ad, and how good "
    "the evidence behind them is. It says nothing about a person, and most ads that show indicators prove harmless.",
    fr="Un niveau d’examen ordonne du travail humain. Il dit que des indicateurs publiés sont présents dans une "
    "annonce publique, et ce que valent les preuves à leur appui. Il ne dit rien d’une personne, et la plupart des "
    "annonces qui montrent des indicateurs se révèlent sans danger.",
)
ORDER = Text(en="Order inside the band", fr="Ordre dans ce niveau")
SCORER = Text(en="Scorer", fr="Méthode")
CATALOGUE = Text(en="Catalogue", fr="Catalogue")
SCORERS = {
    "dimensions": Text(
        en="dimension rule of the ILO and the European Commission",
        fr="règle des dimensions de l’OIT et de la Commission européenne",
    ),
    "weighted": Text(en="sum weighted by evidence grade", fr="somme pondérée par la qualité des preuves"),
    "ordinal": Text(en="order of the findings", fr="ordre des constats"),
}
WHY = Text(en="Why", fr="Pourquoi")
DIMENSIONS = Text(en="Dimensions", fr="Dimensions")
FILLED = Text(en="filled", fr="remplie")
NOT_FILLED = Text(en="not filled", fr="non remplie")
AGAINST = Text(en="What speaks against it", fr="Ce qui s’y oppose")
NOTHING_AGAINST = Text(
    en="Nothing was found that speaks against it. That proves nothing.",
    fr="Rien n’a été trouvé qui s’y oppose. Cela ne prouve rien.",
)
SHOWN_ONLY = Text(en="Seen, and never scored", fr="Vu, et jamais évalué")
REFUTED = Text(
    en="commonly believed, not supported when it was tested", fr="croyance répandue, non confirmée par les tests"
)
SPECIAL = Text(en="about who a person is: never scored", fr="concerne ce qu’est une personne : jamais évalué")
CONTEXT = Text(en="context only", fr="simple contexte")
CHANGE = Text(en="What would change the band", fr="Ce qui changerait le niveau")
IF_STATED = Text(
    en="{band}, if the ad stated any one of these", fr="{band}, si l’annonce indiquait un seul de ces points"
)
IF_NOT_SAID = Text(en="{band}, without any one of these findings", fr="{band}, sans l’un quelconque de ces constats")
NO_CHANGE = Text(en="No single indicator would change it.", fr="Aucun indicateur à lui seul ne le changerait.")
UNKNOWN = Text(en="What is not known", fr="Ce qu’on ne sait pas")
SOURCES = Text(en="Sources", fr="Sources")
STATES = {
    State.PRESENT: Text(en="stated", fr="indiqué"),
    State.ABSENT: Text(en="the ad says the opposite", fr="l’annonce dit le contraire"),
    State.CONTRADICTED: Text(
        en="the ad says this and its opposite: one step weaker",
        fr="l’annonce dit cela et son contraire : un degré de moins",
    ),
    State.NOT_STATED: Text(en="not stated", fr="non indiqué"),
}
LINKED = Text(en="from {count} other ads or shared contacts", fr="d’après {count} autres annonces ou contacts communs")
ONCE = Text(
    en="counted once, with another finding on the same thing",
    fr="compté une fois, avec un autre constat sur la même chose",
)
NONE = Text(en="nothing", fr="rien")
