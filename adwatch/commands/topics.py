"""`adwatch topics apply`."""

import json

from adwatch.errors import KnownError
from adwatch.settings import load
from infra import topics
from infra.errors import EngineError


def apply(as_json: bool) -> int:
    """Create and correct the topics; print what was done."""
    kafka = load().kafka
    try:
        done = topics.apply(kafka.bootstrap, kafka.topic, kafka.partitions, kafka.replication)
    except EngineError as error:
        raise KnownError(str(error), error.exit_code) from error
    if as_json:
        print(json.dumps({"done": done}))
    else:
        print("\n".join(done) or "every topic is there, as it should be")
    return 0
