"""Ordinary ads as two studies counted them: how many signs an ad carries when nothing is known to be wrong."""

from random import Random

from simulator.chance import pick, weighted
from simulator.corpus.compose import Plan
from simulator.corpus.decks import Decks
from simulator.corpus.settings import fitting

# Volodko, Cockbain & Kleinberg 2020, 430 overseas job ads: 98.4 % carry one or more, 15 % five or more; between the two
# the shares are ours. Giommoni & Ikwu 2021, 17,362 ads for services: none, one, two, three or more of ten.
JOB_COUNTS = {0: 1.6, 1: 18.0, 2: 26.0, 3: 24.0, 4: 15.4, 5: 11.0, 6: 4.0}
SERVICE_COUNTS = {0: 18.7, 1: 58.3, 2: 21.3, 3: 1.7}
JOB_SIGNS = ("LB-02", "LB-08", "LB-10", "LB-11", "LB-12", "LB-17", "LB-09", "LB-14", "LB-18", "LB-34", "LB-29", "LB-35")
SERVICE_SIGNS = ("SX-07", "SX-09", "SX-11", "SX-03", "SX-07", "SX-11")
COUNTS = {"job": (JOB_COUNTS, JOB_SIGNS, "LB-08"), "service": (SERVICE_COUNTS, SERVICE_SIGNS, "SX-07")}


def usual(rng: Random, decks: Decks, family: str) -> Plan:
    """An ordinary ad of the family with as many signs as the study's ads."""
    counts, signs, place = COUNTS[family]
    taken = decks.deal(("usual", family), signs, weighted(rng, counts))
    return Plan(pick(rng, fitting(place)), tuple(dict.fromkeys(taken)))
