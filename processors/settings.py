"""The typed settings of the processors. `adwatch.settings` fills them: flags > environment > .env > YAML > defaults."""

from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from processors.quiet import Quiet


class Section(BaseModel):
    """Unknown keys are errors, everywhere. A secret may come from a file: `token_key_file` instead of `token_key`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _read_secret_files(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        secret_names = {name for name, field in cls.model_fields.items() if field.annotation == SecretStr | None}
        named = {name: values[f"{name}_file"] for name in secret_names if values.get(f"{name}_file")}
        rest = {key: value for key, value in values.items() if key.removesuffix("_file") not in named}
        return rest | {name: _secret(Path(path)) for name, path in named.items()}


def _secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ValueError(f"cannot read {path}: {error.strerror}") from None


def _without_login(address: str) -> str:
    if "@" in urlsplit(address).netloc:
        raise ValueError("no login in an address, which messages show: set username and password")
    return address


Address = Annotated[str, AfterValidator(_without_login)]


class KafkaSettings(Section):
    """Where the bus is and how we speak to it."""

    bootstrap: str = "127.0.0.1:9092"
    client: Literal["kafka-python", "confluent-kafka"] = "kafka-python"  # of the stages
    topic_prefix: str = ""  # before every topic's name: lets several installations share one cluster
    group_prefix: str = "adwatch"
    partitions: int = Field(12, ge=1)
    replication: int = Field(1, ge=1)
    linger_ms: int = Field(20, ge=0)  # of crawls; a stage sends its batch as a whole
    session_timeout_ms: int = Field(10_000, ge=6_000)
    max_poll_interval_ms: int = Field(120_000, ge=10_000)
    delivery_timeout_ms: int = Field(120_000, ge=1_000)

    def topic(self, name: str) -> str:
        """The topic's name on this cluster."""
        return self.topic_prefix + name

    def group(self, stage: str) -> str:
        """The consumer group of a stage."""
        return f"{self.topic_prefix}{self.group_prefix}.{stage}"


class SearchSettings(Section):
    """Where the search engine is, and which of the two it is."""

    kind: Literal["elasticsearch", "opensearch"] = "elasticsearch"
    url: Address = "http://127.0.0.1:9200"
    username: str | None = None
    password: SecretStr | None = None
    api_key: SecretStr | None = None  # instead of a user: `adwatch index keys` makes one for each component
    prefix: str = "adwatch"  # of every index, alias and template name
    timeout_s: float = Field(30.0, gt=0)
    percolate: bool = False  # standing searches by the server's percolator, where it has one; our own way was cheaper


class SecretSettings(Section):
    """Keys. `adwatch engines up` writes random ones for a local installation; production brings its own."""

    token_key: SecretStr | None = None  # HMAC key of contact tokens
    url_key: SecretStr | None = None  # encrypts addresses in the children's lane
    vault_key: SecretStr | None = None  # master keys of the vault, a line each, the newest first


class TeamSettings(Section):
    """Who is told about which alerts, and how many of them a day. An empty list of anything means all."""

    targets: tuple[str, ...] = Field(min_length=1)
    language: str = "en"  # that the team reads
    countries: tuple[str, ...] = ()  # jurisdictions, ISO 3166 alpha-2
    forms: tuple[str, ...] = ()  # of exploitation, as in the catalogue
    languages: tuple[str, ...] = ()  # of the ads
    severity: Literal["low", "medium", "high"] = "low"  # and above
    per_day: int | None = Field(None, ge=1)  # alerts told one by one; what is beyond comes in the day's digest
    digest_hour: int = Field(7, ge=0, le=23)  # when the team's day begins and the digest of the last one is sent
    timezone: str = "UTC"
    quiet: Quiet | None = None  # hours in which the team is not told one by one; its digests come when they are due

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("expected the name of a time zone, for instance Europe/Paris")
        return name


class NotifySettings(Section):
    """Who is told: one URL a target (smtp://host:port/?to=..., webhook+https://host/path, slack://..., file:///path)."""

    targets: tuple[str, ...] = ()  # told everything, in `language`
    teams: dict[str, TeamSettings] = {}
    sender: str = "adwatch@localhost"
    smtp_password: SecretStr | None = None  # of mail targets whose URL names a user and no password
    ca_file: Path | None = None  # certificates to trust besides the system's own, for an office's mail server
    webhook_secret: SecretStr | None = None
    allow_private_targets: bool = False  # targets in private networks and on this host: forged requests would go there
    search_link: str = ""  # where a reader opens a document: "{index}" and "{id}" are filled in
    console_link: str = ""  # where a reader works on an alert: "{id}" is filled in
    language: str = "en"
    per_minute: int = Field(600, ge=1)  # messages to one target, at most; services of a kind may allow less
    give_up_after_h: float = Field(24.0, gt=0)  # of trying to reach a target; then it counts as dead
    flood_per_day: int = Field(500, ge=1)  # alerts of one rule; what is beyond is held and reported


class LinkSettings(Section):
    """How long linking remembers, and how soon it says again what has changed."""

    keep_days: float = Field(400.0, gt=0)  # an ad unseen for so long is forgotten, where retention has not been faster
    retell_s: float = Field(30.0, ge=0)  # after a change of their cluster or actor, older ads are told again, together


class ScoreSettings(Section):
    """How findings become a review band."""

    scorer: Literal["dimensions", "weighted", "ordinal"] = "dimensions"  # docs/scoring.md compares them


class ReviewSettings(Section):
    """How people work on alerts, and when a rule is held because of what they found."""

    shared_login: bool = False  # people share one login here and say who they are with --by; the log keeps both
    precision_floor: float = Field(0.1, ge=0, le=1)  # a rule that is surely below it is held
    floors: dict[str, float] = {}  # floors of single rules; 0: never held
    after: int = Field(20, ge=1)  # alerts of a rule that must have been decided before it is judged
    days: int = Field(30, ge=1)  # of ads that base rates are taken from


class VaultSettings(Section):
    """Who may see clear text, how much of it, and for what."""

    keep_originals: bool = True  # no: nothing is sealed, and clear text ends with the short topics
    purposes: tuple[str, ...] = (
        "investigation", "referral", "child_protection", "victim_request", "erasure_request", "quality_review",
    )  # fmt: skip
    openings_per_hour: int = Field(20, ge=1)  # of one person, one at a time
    lookups_per_hour: int = Field(100, ge=1)
    at_once: int = Field(200, ge=2)  # items of one opening that two persons agreed on
    agreed_for_h: float = Field(24.0, gt=0)  # from the request until it lapses


class RetentionSettings(Section):
    """How long things are kept: a file of `catalogue/retention`, and the classes that differ from it."""

    profile: str = Field("default", pattern="^[a-z][a-z0-9_]{0,60}$")
    days: dict[str, float] = {}


class FailureSettings(Section):
    """How failures are sorted and when a stage gives up on itself."""

    attempts: int = Field(3, ge=1)  # of a record whose failure nobody foresaw
    backoff_s: float = Field(0.5, gt=0)
    backoff_max_s: float = Field(10.0, gt=0)
    dead_ratio: float = Field(0.5, gt=0, le=1)  # of the last `dead_window` records: more, and the stage stops
    dead_window: int = Field(500, ge=10)
    stuck_after_s: float = Field(120.0, gt=0)


class ProcessorSettings(Section):
    """Everything a stage may want to know."""

    kafka: KafkaSettings = KafkaSettings()
    search: SearchSettings = SearchSettings()
    secrets: SecretSettings = SecretSettings()
    notify: NotifySettings = NotifySettings()
    review: ReviewSettings = ReviewSettings()
    link: LinkSettings = LinkSettings()
    score: ScoreSettings = ScoreSettings()
    vault: VaultSettings = VaultSettings()
    retention: RetentionSettings = RetentionSettings()
    failure: FailureSettings = FailureSettings()
    home: Path = Path(".adwatch")  # data of this installation
    member: int = Field(1, ge=1)  # which of several processes of a stage in this home: each has a report of its own
    catalogue: Path = Path(__file__).resolve().parent.parent / "catalogue"  # or a deployment's own folder
    metrics_port: int | None = None
    metrics_host: str = "127.0.0.1"  # 0.0.0.0 only in a container, whose network is closed

    @property
    def state(self) -> Path:
        """Folder of the stages' state stores."""
        return self.home / "state"
