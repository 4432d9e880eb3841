# syntax=docker/dockerfile:1.19
# Airflow with our DAGs. Its tasks are the adwatch command, so it holds that too.
# Build from the root of the repository: docker build -f infra/docker/airflow.Dockerfile .
ARG PYTHON=3.12.12-slim-trixie

FROM python:${PYTHON} AS packages
ENV VIRTUAL_ENV=/opt/packages
COPY requirements/uv.txt requirements/airflow.txt /requirements/
RUN python -m venv "$VIRTUAL_ENV" \
    && "$VIRTUAL_ENV/bin/pip" install --no-cache-dir --require-hashes -r /requirements/uv.txt \
    && "$VIRTUAL_ENV/bin/uv" pip sync --no-cache --require-hashes --compile-bytecode /requirements/airflow.txt

FROM python:${PYTHON}
RUN useradd --uid 1000 --user-group --no-create-home --home-dir /data adwatch \
    && mkdir /data \
    && chown adwatch:adwatch /data
COPY --from=packages /opt/packages /opt/packages
COPY --chmod=755 infra/docker/adwatch /usr/local/bin/adwatch
COPY . /app
ENV PATH="/opt/packages/bin:$PATH" \
    PYTHONPATH=/app \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/data \
    ADWATCH_HOME=/data
ENV AIRFLOW_HOME=/data/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/app/dags \
    AIRFLOW__CORE__LOAD_EXAMPLES=False
WORKDIR /app
USER 1000:1000
VOLUME /data
HEALTHCHECK --interval=30s --timeout=20s --start-period=240s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/api/v2/monitor/health', timeout=10)"]
ENTRYPOINT ["airflow"]
CMD ["standalone"]
