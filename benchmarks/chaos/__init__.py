"""Chaos: the whole system on real engines of its own, broken in every way we know, and a ledger that must balance.

engines  ->  Kafka and Elasticsearch, killed and started again       proxy   ->  bad connections to them
members  ->  our processes, killed, frozen, joining, leaving         faults  ->  what goes wrong, one after another
source   ->  ads and poison at a steady rate, and what was sent      ledger  ->  that, beside what came of it
"""
