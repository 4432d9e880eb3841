"""Figures for the public: aggregates without small cells, and what the system itself did."""
