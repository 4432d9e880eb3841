"""Copies of the state of linking, and what stands beside it while it is built anew."""

from pathlib import Path

import pytest

from adwatch.commands import link_state
from adwatch.errors import KnownError
from processors.state import Store


def test_a_copy_is_for_its_owner_alone(tmp_path: Path) -> None:
    with Store(tmp_path / "link") as store, store.begin() as transaction:
        transaction.commit({})
    to = tmp_path / "copies"
    to.mkdir(mode=0o755)
    link_state.copy_once(tmp_path / "link", to)
    assert (to / "data.mdb").stat().st_mode & 0o777 == 0o600


def test_what_an_interrupted_rebuild_set_aside_is_not_thrown_away(tmp_path: Path) -> None:
    """Topics keep a few days; what was linked before is in this folder alone."""
    folder = tmp_path / "link"
    folder.mkdir()
    (folder / "data.mdb").write_text("all that was linked")
    link_state._set_aside(folder)
    with pytest.raises(KnownError, match="a rebuild did not end"):
        link_state._set_aside(folder)
    assert (tmp_path / "link.before" / "data.mdb").read_text() == "all that was linked"
