"""Outbox replay: ads that Kafka did not take, delivered without waiting for the next crawl."""

from datetime import timedelta

from airflow.sdk import DAG

from dags.operators import Adwatch

DOC = """\
### Outbox replay

Ads that could not be delivered wait on disk, source by source, and go out with the source's next crawl. This run
delivers all of them now, for instance after Kafka was away for long. A source that is being crawled is passed over:
its crawl delivers what waits. Nothing is lost and nothing doubled, however often this runs.
"""

with DAG(
    dag_id="outbox_replay",
    description="Deliver ads that wait in outboxes",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=2),
    tags=["operator", "repair"],
    doc_md=DOC,
    default_args={
        "owner": "adwatch",
        "retries": 3,
        "retry_delay": timedelta(minutes=5),
        "execution_timeout": timedelta(hours=1),
    },
) as dag:
    Adwatch(task_id="deliver", arguments=["outbox", "replay", "--json"])
