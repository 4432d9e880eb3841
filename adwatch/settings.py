"""Settings of the whole installation: flags > environment > .env > YAML > files of the local engines > defaults.

Environment: `ADWATCH_KAFKA__BOOTSTRAP=...`; secrets also from files, `ADWATCH_SECRETS__TOKEN_KEY_FILE=path`. YAML: the
file named by `ADWATCH_CONFIG`, else `adwatch.yml` in the current folder. Unknown keys are errors.
"""

import json
import os
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from adwatch.errors import KnownError
from adwatch.kibana.settings import KibanaSettings
from processors.settings import ProcessorSettings, Section
from spiders.options import CrawlSettings

ENGINES_FILE = "engines.json"  # written by `adwatch engines up`


class SettingsError(KnownError):
    """Raised when settings are wrong; the message names the key and what to do."""


class EnginesSettings(Section):
    """The engines that `adwatch engines up` runs."""

    jit: Literal["quick", "thorough"] = "quick"  # Java's compilers in the search engine; thorough: for long loads


class RunSettings(Section):
    """What `adwatch run` starts."""

    # So many of a stage, which must keep no state; one where nothing is said.
    processes: dict[str, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)


class Settings(BaseSettings, ProcessorSettings):
    """`ProcessorSettings` and what is set about crawling, running, Kibana and engines, from the places named above."""

    crawl: CrawlSettings = CrawlSettings()
    engines: EnginesSettings = EnginesSettings()
    run: RunSettings = RunSettings()
    kibana: KibanaSettings = KibanaSettings()

    model_config = SettingsConfigDict(
        env_prefix="ADWATCH_", env_nested_delimiter="__", env_file=".env", extra="forbid", frozen=True
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        extra = (_yaml(), _local_engines())
        return (init_settings, env_settings, dotenv_settings, *(_Fixed(settings_cls, values) for values in extra))


class _Fixed(PydanticBaseSettingsSource):
    """Values that were read already."""

    def __init__(self, settings_cls: type[BaseSettings], values: dict[str, Any]) -> None:
        super().__init__(settings_cls)
        self._values = values

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return self._values.get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        return self._values


def load(**overrides: Any) -> Settings:
    """The settings in force. Raises SettingsError with one line per wrong key."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors(include_input=False)]
        raise SettingsError("settings: " + "; ".join(lines)) from None


def home() -> Path:
    """The folder of this installation's data, before any other setting is known."""
    return Path(os.environ.get("ADWATCH_HOME", ".adwatch")).absolute()


def _yaml() -> dict[str, Any]:
    named = os.environ.get("ADWATCH_CONFIG")
    path = Path(named or "adwatch.yml")
    if not path.exists():
        if named:
            raise SettingsError(f"ADWATCH_CONFIG: no such file: {path}")
        return {}
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise SettingsError(f"{path}: not YAML: {error}") from None
    if not isinstance(values, dict):
        raise SettingsError(f"{path}: expected a mapping at the top")
    return values


def _local_engines() -> dict[str, Any]:
    """Addresses and keys of the engines that `adwatch engines up` runs here, if it does."""
    values: dict[str, Any] = {"home": home()}
    state = home() / ENGINES_FILE
    if state.exists():
        engines = json.loads(state.read_text(encoding="utf-8"))
        values["kafka"] = {"bootstrap": engines["kafka"]["address"]}
        search = engines["search"]
        values["search"] = {"url": search["address"], "kind": search.get("kind") or "elasticsearch"}
    for key in ("token_key", "url_key", "vault_key"):
        path = home() / "secrets" / key
        if path.exists():
            values.setdefault("secrets", {})[key] = path.read_text(encoding="utf-8").strip()
    return values
