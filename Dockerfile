# Both connectors, one target each:
#   docker build --target source-alegra      --tag airbyte/source-alegra:0.1.0 .
#   docker build --target destination-alegra --tag airbyte/destination-alegra:0.1.0 .
# Without a target the image is the connector that CONNECTOR_NAME names.
ARG BASE_IMAGE=docker.io/airbyte/python-connector-base:4.0.2
ARG CONNECTOR_NAME=source-alegra

# What is installed is what was locked, to the last byte.
FROM ${BASE_IMAGE} AS source-dependencies
COPY requirements/source.lock ./
RUN pip install --no-cache-dir --no-deps --require-hashes --requirement source.lock

FROM ${BASE_IMAGE} AS destination-dependencies
COPY requirements/destination.lock ./
RUN pip install --no-cache-dir --no-deps --require-hashes --requirement destination.lock

FROM ${BASE_IMAGE} AS connector
ARG VERSION=0.1.0
# The platform starts connectors in a folder of its own, so the code is found by this path.
ENV PYTHONPATH=/airbyte/integration_code \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /airbyte/integration_code
COPY alegra_api alegra_api
COPY alegra_unified alegra_unified
LABEL io.airbyte.version=${VERSION}

FROM connector AS source-alegra
COPY --from=source-dependencies /usr/local /usr/local
COPY source_alegra source_alegra
# Compiled here, since a read-only root can't keep what a first start would compile.
RUN python -m compileall -q alegra_api alegra_unified source_alegra
USER airbyte
ENV AIRBYTE_ENTRYPOINT="python -m source_alegra"
ENTRYPOINT ["python", "-m", "source_alegra"]
LABEL io.airbyte.name=airbyte/source-alegra

FROM connector AS destination-alegra
COPY --from=destination-dependencies /usr/local /usr/local
COPY destination_alegra destination_alegra
RUN python -m compileall -q alegra_api alegra_unified destination_alegra
USER airbyte
ENV AIRBYTE_ENTRYPOINT="python -m destination_alegra"
ENTRYPOINT ["python", "-m", "destination_alegra"]
LABEL io.airbyte.name=airbyte/destination-alegra

# Airbyte's own tools name no target, only the connector.
FROM ${CONNECTOR_NAME}
