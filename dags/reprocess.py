"""Reprocess: read again what was collected, without touching any site."""

from datetime import timedelta
from typing import Any

from airflow.sdk import DAG, Param, task

from dags import packs
from dags.operators import Adwatch

DOC = """\
### Reprocess

Crawls are never backfilled: yesterday's page no longer exists. What was collected can be read again:

- **a time window**: the ads of `ads.raw` that were published between two moments go through all stages once more, after
  word lists or indicators changed. `ads.raw` is kept for seven days.
- **an archive**: the saved pages of a source are read again with today's selectors. Only for sources that archive.

Repeats change nothing where nothing changed: ids are stable, and the newest revision of an ad wins.
"""

with DAG(
    dag_id="reprocess",
    description="Read collected ads again: a time window, or a source's archive",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=12),
    tags=["operator", "repair"],
    doc_md=DOC,
    params={
        "what": Param("window", enum=["window", "archive"], title="What"),
        "since": Param(None, type=["string", "null"], format="date-time", title="From", description="Of a window."),
        "until": Param(None, type=["string", "null"], format="date-time", title="Until", description="Empty: now."),
        "source": Param(
            None,
            type=["string", "null"],
            enum=[None, *packs.names()],
            title="Source",
            description="Of an archive; for a window empty means all.",
        ),
    },
    render_template_as_native_obj=True,
    default_args={
        "owner": "adwatch",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
        "execution_timeout": timedelta(hours=6),
    },
) as dag:

    @task(execution_timeout=timedelta(minutes=1), retries=0)
    def arguments(params: Any = None) -> list[str]:
        """The command's arguments. Raises ValueError when the form says too little."""
        if params["what"] == "archive":
            if not params["source"]:
                raise ValueError("an archive is that of a source: choose one")
            return ["replay", params["source"], "--from-archive"]
        if not params["since"]:
            raise ValueError("a window needs the moment from which on")
        options = {"--since": params["since"], "--until": params["until"], "--source": params["source"]}
        return ["republish", *(word for name, value in options.items() if value for word in (name, value))]

    Adwatch(task_id="replay", arguments=arguments())
