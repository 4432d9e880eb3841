"""How many records are worked on at once, so that a stage that is told to end can do so soon."""

GOAL_S = 2.0  # of one piece of work: a fifth of the time in which a stage promises to end
FIRST = 100


class Pace:
    """As many as took GOAL_S lately, and never more than `most`: a slow machine or a slow model makes it fewer."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.records = min(FIRST, most)

    def took(self, records: int, seconds: float) -> None:
        """So many took so long. It grows to the double at most, for a short time says little."""
        if not records:
            return
        fitting = int(records * GOAL_S / max(seconds, 1e-3))
        self.records = max(1, min(fitting, self.records * 2, self._most))
