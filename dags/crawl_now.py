"""Crawl now: a form with sources and limits."""

from datetime import timedelta
from typing import Any

from airflow.sdk import DAG, Param, chain, task

from dags import packs
from dags.operators import Crawl
from dags.pools import pool_of
from dags.retries import MOST, POLICY
from dags.shared import LONGEST, PAGES

DOC = """\
### Crawl now

Choose sources, and perhaps a limit of pages: a small one tries a source out without asking much of its site.

Each source is a task of its own, `crawl__<source>`, with its crawl report among its XComs; those not chosen are
skipped. It takes the one slot of its domain's pool, as the scheduled crawl does: crawls of one domain follow each
other. Schedules are not touched. A source that is being crawled already is tried again later.
"""

SOURCES = {source.name: source for source in packs.readable() if not source.is_file}

with DAG(
    dag_id="crawl_now",
    description="Crawl chosen sources once",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    max_active_tasks=2,
    dagrun_timeout=(MOST + 1) * LONGEST,
    tags=["operator", "crawl"],
    doc_md=DOC,
    params={
        "sources": Param(
            [],
            type="array",
            items={"type": "string", "enum": list(SOURCES)},
            minItems=1,
            uniqueItems=True,
            examples=list(SOURCES),
            title="Sources",
            description="Which to crawl.",
        ),
        "max_pages": PAGES,
    },
    render_template_as_native_obj=True,
    default_args={"owner": "adwatch", "retries": MOST, "retry_policy": POLICY, "execution_timeout": LONGEST},
) as dag:

    @task.branch(execution_timeout=timedelta(minutes=1))
    def chosen(params: Any = None) -> list[str]:
        """The tasks of the sources of the form."""
        return [f"crawl__{name}" for name in params["sources"]]

    crawls = [
        Crawl(task_id=f"crawl__{name}", source=name, max_pages="{{ params.max_pages }}", pool=pool_of(source))
        for name, source in SOURCES.items()
    ]
    chain(chosen(), crawls)
