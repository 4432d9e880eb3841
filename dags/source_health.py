"""Source health: after each good crawl, and every hour for those from which none comes."""

from datetime import timedelta

from airflow.sdk import DAG, AssetAny, AssetOrTimeSchedule, CronTriggerTimetable

from dags import packs
from dags.operators import Health
from dags.shared import raw_ads_of

DOC = """\
### Source health

Looks at the last crawl report and the open alert of every source: `adwatch sources health` shows the same.

A source without a good crawl for twice its interval gets an alert here; one whose layout drifted has one already, from
the stage `health`. Alerts close themselves with the next good crawl. This run is green as long as it could look; its
XComs say who is well, and who is not and why.
"""

with DAG(
    dag_id="source_health",
    description="Which sources are well, which are overdue or drifted",
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("35 * * * *", timezone="UTC"),
        assets=AssetAny(*map(raw_ads_of, packs.names())),
    ),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(minutes=30),
    tags=["operator", "health"],
    doc_md=DOC,
    default_args={
        "owner": "adwatch",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
        "execution_timeout": timedelta(minutes=10),
    },
) as dag:
    Health(task_id="look")
