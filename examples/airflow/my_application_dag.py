"""Starts `my_application.pex` each day as a step of an EMR cluster that waits for steps (Airflow 3)."""

from datetime import datetime, timedelta, timezone

from airflow.providers.amazon.aws.operators.emr import EmrAddStepsOperator
from airflow.providers.amazon.aws.sensors.emr import EmrStepSensor
from airflow.sdk import DAG, Param

REGION = "eu-west-1"  # of the cluster: script-runner.jar lies in a bucket of each region
BUCKET = "s3://my-bucket"

STEP = {
    "Name": "my_application {{ ds }}",
    # The cluster is for others, too. The sensor fails the run when the step does.
    "ActionOnFailure": "CONTINUE",
    "HadoopJarStep": {
        "Jar": f"s3://{REGION}.elasticmapreduce/libs/script-runner/script-runner.jar",
        # A word each, from here to the application: no shell reads them again, so values may be anything.
        # All of a step's strings together may have 10,240 characters.
        "Args": [
            BUCKET + "/my_application/run-pex.sh",
            BUCKET + "/my_application/{{ params.version }}/my_application.pex",
            "-m",
            "my_application.main",
            BUCKET + "/logs/{{ ds }}/*.log",
            BUCKET + "/latency/{{ ds }}",
            "--title",
            "{{ params.title }}",
        ],
    },
}

with DAG(
    dag_id="my_application",
    schedule="@daily",
    start_date=datetime(2024, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    default_args={"aws_conn_id": "aws_default"},
    params={
        "version": Param("1.0.0", type="string", pattern="^[0-9A-Za-z._-]+$"),
        "title": Param("Latency, all hosts", type="string"),
    },
) as dag:
    add_step = EmrAddStepsOperator(
        task_id="add_step",
        job_flow_name="analytics",
        cluster_states=["WAITING", "RUNNING"],
        steps=[STEP],
        # Were it tried again after the answer was lost, the step would run twice.
        retries=0,
    )
    wait = EmrStepSensor(
        task_id="wait",
        job_flow_id="{{ ti.xcom_pull(task_ids='add_step', key='job_flow_id') }}",
        step_id="{{ ti.xcom_pull(task_ids='add_step')[0] }}",
        # Holds no worker between two looks.
        mode="reschedule",
        poke_interval=60,
        timeout=timedelta(hours=4).total_seconds(),
        retries=3,
    )
    add_step >> wait
