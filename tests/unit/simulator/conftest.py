import pytest

from simulator import World, world


@pytest.fixture(scope="package")
def day() -> World:
    """A world large enough for shares and for rare things."""
    return world(5000, 7)
