"""How often a rule may tell of one key, as its file says it: `7d`, or `{every: 1h, up_to: 24h}`."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from processors.alert.duration import Duration


class Periods(BaseModel):
    """At most one alert per key in each period; with `up_to`, the periods double while alerts keep coming."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    every: Duration
    up_to: Duration | None = None

    @model_validator(mode="after")
    def _grows(self) -> "Periods":
        if self.up_to is not None and self.up_to < self.every:
            raise ValueError("up_to is shorter than every")
        return self


def _as_periods(said: Any) -> Any:
    return said if isinstance(said, dict | Periods) else {"every": said}


Throttle = Annotated[Periods, BeforeValidator(_as_periods)]
