"""Crawl now: a form with sources and limits."""

from datetime import timedelta
from typing import Any

from airflow.sdk import DAG, Param, task

from dags import packs
from dags.operators import Crawl
from dags.retries import MOST, POLICY
from dags.shared import LONGEST, PAGES

DOC = """\
### Crawl now

Choose sources, and perhaps a limit of pages: a small one tries a source out without asking much of its site.

Each source is a task of its own, with its crawl report among its XComs. Schedules are not touched. A source that is
being crawled already is tried again later; the pace of a domain is shared with every other crawl of it.
"""

with DAG(
    dag_id="crawl_now",
    description="Crawl chosen sources once",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=(MOST + 1) * LONGEST,
    tags=["operator", "crawl"],
    doc_md=DOC,
    params={
        "sources": Param(
            [],
            type="array",
            items={"type": "string", "enum": packs.names()},
            minItems=1,
            uniqueItems=True,
            examples=packs.names(),
            title="Sources",
            description="Which to crawl.",
        ),
        "max_pages": PAGES,
    },
    render_template_as_native_obj=True,
    default_args={"owner": "adwatch", "retries": MOST, "retry_policy": POLICY, "execution_timeout": LONGEST},
) as dag:

    @task(execution_timeout=timedelta(minutes=1))
    def chosen(params: Any = None) -> list[str]:
        """The sources of the form."""
        return list(params["sources"])

    Crawl.partial(
        task_id="crawl",
        max_pages="{{ params.max_pages }}",
        map_index_template="{{ task.source }}",
        max_active_tis_per_dag=2,
    ).expand(source=chosen())
