# syntax=docker/dockerfile:1.19
# Crawls sources and imports files: Scrapy and the hand-over to Kafka.
# Build from the root of the repository: docker build -f infra/docker/spider.Dockerfile .
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
HEALTHCHECK --interval=60s --timeout=30s CMD ["adwatch", "version"]
ENTRYPOINT ["adwatch"]
CMD ["sources", "check"]
