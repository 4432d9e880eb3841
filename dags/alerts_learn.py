"""Learning: what reviews and ads teach reaches the notifications, every night."""

from datetime import timedelta

from airflow.sdk import DAG, CronTriggerTimetable

from dags.operators import Adwatch

DOC = """\
### Learning from reviews

Takes base rates, the precision of rules, rules under their floor and earlier alerts into `known.json`, which
notifications read. Without it mails say nothing of how common an indicator is, or how earlier alerts on an actor were
judged, and a rule that is mostly wrong is not held back. `adwatch doctor` says when it is older than two days.
"""

with DAG(
    dag_id="alerts_learn",
    description="What reviews teach, for the notifications",
    schedule=CronTriggerTimetable("40 4 * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=2),
    tags=["operator", "alerts"],
    doc_md=DOC,
    default_args={
        "owner": "adwatch",
        "retries": 3,
        "retry_delay": timedelta(minutes=10),
        "execution_timeout": timedelta(minutes=30),
    },
) as dag:
    Adwatch(task_id="learn", arguments=["alerts", "learn"])
