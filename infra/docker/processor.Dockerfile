# syntax=docker/dockerfile:1.19
# The stages and every other command: reading, linking, scoring, indexing, alerting, notifying.
# Build from the root of the repository: docker build -f infra/docker/processor.Dockerfile .
ARG PYTHON=3.12.12-slim-trixie

FROM python:${PYTHON} AS packages
ENV VIRTUAL_ENV=/opt/packages
COPY requirements/uv.txt requirements/core.txt /requirements/
RUN python -m venv "$VIRTUAL_ENV" \
    && "$VIRTUAL_ENV/bin/pip" install --no-cache-dir --require-hashes -r /requirements/uv.txt \
    && "$VIRTUAL_ENV/bin/uv" pip sync --no-cache --require-hashes --compile-bytecode /requirements/core.txt

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
WORKDIR /app
USER 1000:1000
VOLUME /data
HEALTHCHECK --interval=30s --timeout=20s --start-period=120s CMD ["python", "/app/infra/docker/alive.py"]
ENTRYPOINT ["adwatch"]
CMD ["run", "all"]
