"""Settings: who wins over whom, secrets from files, unknown keys are errors."""

from pathlib import Path

import pytest

from adwatch import settings


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ADWATCH_HOME", str(tmp_path / "home"))
    return tmp_path


def test_the_environment_wins_over_the_file_and_the_file_over_defaults(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty_folder / "adwatch.yml").write_text("kafka: {bootstrap: 'file:1', partitions: 5}\n", encoding="utf-8")
    monkeypatch.setenv("ADWATCH_KAFKA__BOOTSTRAP", "environment:1")
    loaded = settings.load()
    assert (loaded.kafka.bootstrap, loaded.kafka.partitions, loaded.kafka.linger_ms) == ("environment:1", 5, 20)


def test_local_engines_give_the_addresses(empty_folder: Path) -> None:
    home = empty_folder / "home"
    home.mkdir()
    (home / "engines.json").write_text('{"kafka": {"address": "k:1"}, "search": {"address": "http://s:2"}}')
    loaded = settings.load()
    assert (loaded.kafka.bootstrap, loaded.search.url) == ("k:1", "http://s:2")


def test_a_secret_comes_from_a_file_and_is_not_printed(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (empty_folder / "key").write_text("sesame\n", encoding="utf-8")
    monkeypatch.setenv("ADWATCH_SECRETS__TOKEN_KEY_FILE", str(empty_folder / "key"))
    loaded = settings.load()
    assert loaded.secrets.token_key is not None
    assert loaded.secrets.token_key.get_secret_value() == "sesame"
    assert "sesame" not in repr(loaded)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kafka: {bootstrp: x}\n", "kafka.bootstrp"),
        ("kafka: {partitions: many}\n", "kafka.partitions"),
        ("nonsense: 1\n", "nonsense"),
        ("- a\n- b\n", "mapping"),
        ("kafka: {", "not YAML"),
    ],
)
def test_what_is_wrong_is_named(empty_folder: Path, text: str, said: str) -> None:
    (empty_folder / "adwatch.yml").write_text(text, encoding="utf-8")
    with pytest.raises(settings.SettingsError, match=said):
        settings.load()


@pytest.mark.parametrize("section", ["SEARCH", "KIBANA"])
def test_an_address_has_no_password_in_it(section: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages and logs name addresses."""
    monkeypatch.setenv(f"ADWATCH_{section}__URL", "https://elastic:sesame@search.example:9200")
    with pytest.raises(settings.SettingsError, match="no login in an address") as refused:
        settings.load()
    assert "sesame" not in str(refused.value)


def test_a_named_file_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADWATCH_CONFIG", "missing.yml")
    with pytest.raises(settings.SettingsError, match=r"missing\.yml"):
        settings.load()
