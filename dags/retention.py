"""Retention: what is older than its period is gone, every night."""

from datetime import timedelta

from airflow.sdk import DAG, CronTriggerTimetable

from dags.operators import Adwatch

DOC = """\
### Retention

Sets the retention period of every topic again, so that one that was changed by hand does not keep clear text for
longer: seven days for `ads.raw`, three for `ads.enriched`. Kafka itself then deletes what is older. Archived pages go
after `crawl.archive_days`, also those of sources that are no longer crawled; ads that wait in an outbox for as long as
`ads.raw` would keep them are given up, and the log says how many.

Then the legal profile of the deployment (`adwatch retention show`): ads without a combination of graded indicators lose
text, contacts and original first. `purge` looks again afterwards, and fails when something that should be gone is
there; its report is kept (`adwatch retention reports`) and on record.

Last the audit log is verified. Its newest signed checkpoint stands in the log of the task `audit`, and so outside of
the machine that writes the audit log, where Airflow runs elsewhere.
"""

with DAG(
    dag_id="retention",
    description="Keep nothing longer than its period",
    schedule=CronTriggerTimetable("20 3 * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=2),
    tags=["operator", "retention"],
    doc_md=DOC,
    default_args={
        "owner": "adwatch",
        "retries": 3,
        "retry_delay": timedelta(minutes=10),
        "execution_timeout": timedelta(hours=1),
    },
) as dag:
    Adwatch(task_id="topics", arguments=["topics", "apply", "--json"])
    Adwatch(task_id="archives", arguments=["sources", "expire", "--json"])
    purge = Adwatch(task_id="purge", arguments=["retention", "purge", "--json"])
    purge >> Adwatch(task_id="audit", arguments=["audit", "verify", "--json"], trigger_rule="all_done")
