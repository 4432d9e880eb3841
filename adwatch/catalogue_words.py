"""The words of the glossary for what records name by a code, and what stands around them, in English and French."""

from processors.catalogue import Indicator
from processors.catalogue.records import Form, Function, Palermo, Polarity, Reading, Text

FORMS = {
    Form.SEXUAL: Text(en="sexual exploitation", fr="exploitation sexuelle"),
    Form.LABOUR: Text(en="labour exploitation", fr="exploitation par le travail"),
    Form.ORGAN_REMOVAL: Text(en="organ removal", fr="prélèvement d’organes"),
    Form.FORCED_MARRIAGE: Text(en="forced marriage", fr="mariage forcé"),
    Form.SEX_TOURISM: Text(en="sex tourism", fr="tourisme sexuel"),
    Form.CSAM: Text(en="child sexual abuse material", fr="matériel d’abus sexuels sur enfants"),
    Form.DOMESTIC_SERVITUDE: Text(en="domestic servitude", fr="servitude domestique"),
    Form.FORCED_CRIMINALITY: Text(en="forced criminality", fr="criminalité forcée"),
    Form.FORCED_BEGGING: Text(en="forced begging", fr="mendicité forcée"),
    Form.SURROGACY: Text(en="exploitation of surrogacy", fr="exploitation de la gestation pour autrui"),
    Form.ILLEGAL_ADOPTION: Text(en="illegal adoption", fr="adoption illégale"),
    Form.CHILD_LABOUR: Text(en="child labour", fr="travail des enfants"),
    Form.ARMED_GROUPS: Text(en="armed groups", fr="groupes armés"),
}
FUNCTIONS = {
    Function.ADVERTISING: Text(en="advertising", fr="annonces"),
    Function.SOLICITATION: Text(en="solicitation", fr="sollicitation"),
    Function.RECRUITMENT: Text(en="recruitment", fr="recrutement"),
    Function.MOVEMENT: Text(en="movement", fr="déplacement"),
    Function.EXPLOITATION: Text(en="exploitation", fr="exploitation"),
    Function.CONTROL: Text(en="control", fr="contrôle"),
    Function.FINANCIAL: Text(en="financial", fr="opérations financières"),
}
PALERMO = {
    Palermo.ACT: Text(en="act", fr="acte"),
    Palermo.MEANS: Text(en="means", fr="moyen"),
    Palermo.PURPOSE: Text(en="purpose", fr="but"),
    Palermo.CONTEXT: Text(en="context", fr="contexte"),
}
POLARITY = {
    Polarity.RISK: Text(en="speaks for a review", fr="plaide pour un examen"),
    Polarity.PROTECTIVE: Text(en="speaks against it", fr="s’y oppose"),
    Polarity.CONTEXT: Text(en="context only, never scored", fr="simple contexte, jamais évalué"),
    Polarity.REFUTED: Text(
        en="commonly believed, not supported when it was tested; never scored",
        fr="croyance répandue, non confirmée par les tests ; jamais évalué",
    ),
}
READING = {
    Reading.SOURCE: Text(en="read", fr="lu"),
    Reading.SECOND_HAND: Text(en="second-hand, check before quoting", fr="de seconde main, à vérifier avant de citer"),
    Reading.GENERAL: Text(
        en="general knowledge, check before quoting", fr="connaissance générale, à vérifier avant de citer"
    ),
}
FAMILIES = {
    "SX": Text(en="Sexual exploitation", fr="Exploitation sexuelle"),
    "LB": Text(
        en="Labour exploitation, domestic servitude, forced criminality",
        fr="Exploitation par le travail, servitude domestique, criminalité forcée",
    ),
    "OR": Text(en="Organ removal", fr="Prélèvement d’organes"),
    "FM": Text(
        en="Forced marriage, surrogacy, illegal adoption", fr="Mariage forcé, gestation pour autrui, adoption illégale"
    ),
    "ST": Text(en="Sex tourism", fr="Tourisme sexuel"),
    "CH": Text(en="Children: a lane of their own", fr="Enfants : une voie à part"),
    "NW": Text(en="Networks and techniques", fr="Réseaux et techniques"),
    "FI": Text(en="Finance", fr="Finances"),
    "CT": Text(en="Control", fr="Contrôle"),
    "TG": Text(en="Armed groups", fr="Groupes armés"),
}
WAYS = {
    "words": Text(en="words of the ad", fr="mots de l’annonce"),
    "together": Text(en="several signs together", fr="plusieurs signes ensemble"),
    "reader": Text(en="numbers, contacts or fields of the ad", fr="nombres, contacts ou champs de l’annonce"),
    "links": Text(en="links between ads", fr="liens entre annonces"),
    "no": Text(en="not looked for", fr="non recherché"),
}
COLON = Text(en=": ", fr=" : ")  # after a name, before its value
DESIGN = Text(en="our own choice, untested", fr="notre propre choix, non testé")


def how(indicator: Indicator) -> str:
    """How an indicator is looked for: a name in `WAYS`."""
    signal = indicator.signal
    if signal.lexicon:
        return "words"
    if signal.together:
        return "together"
    if signal.reader:
        return "reader"
    return "links" if signal.link else "no"
