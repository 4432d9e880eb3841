"""Where Kibana is, and who we are there."""

from pydantic import Field, SecretStr

from processors.settings import Address, Section


class KibanaSettings(Section):
    """A user who may manage spaces, roles and saved objects; only `adwatch kibana apply` needs one."""

    url: Address = "http://127.0.0.1:5601"
    username: str | None = None
    password: SecretStr | None = None
    api_key: SecretStr | None = None  # instead of a user
    timeout_s: float = Field(60.0, gt=0)
