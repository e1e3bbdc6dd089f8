#!/usr/bin/env bash
# Sees to it that the base image is there: pulled, or else a stand-in made of Debian's packages (as
# root, on Debian).
#
# The stand-in is NOT Airbyte's image: Debian's Python 3.11 in the place of the one that Airbyte pins, without
# poetry, socat and what else the real one brings. With it, a build proves that the Dockerfile is
# right, that the locked dependencies install and that the connectors run in a hardened container as
# a plain user. It proves nothing of the real base's contents; the published image is built on that.
set -euo pipefail

name=${BASE_IMAGE:-docker.io/airbyte/python-connector-base:4.0.2}
work=$(mktemp --directory)
trap 'rm -rf "$work"' EXIT

for engine in podman docker; do
    if command -v "$engine" > /dev/null &&
        { "$engine" image inspect "$name" || "$engine" pull --quiet "$name"; } > /dev/null 2>&1; then
        exit 0
    fi
done
export CONTAINERS_CONF="$(dirname "$(realpath "$0")")/containers.conf"

if ! command -v podman debootstrap runc iptables > /dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        podman buildah runc debootstrap iptables netavark aardvark-dns uidmap > /dev/null
fi

# The mirror that this machine's own apt uses.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Suite: bookworm' | head -n 1)
debootstrap --variant=minbase --include=ca-certificates,python3,python3-pip,python3-venv \
    bookworm "$work/root" "$mirror" > "$work/debootstrap.log" 2>&1 || {
    tail -n 20 "$work/debootstrap.log" >&2
    exit 1
}
rm -rf "$work"/root/var/cache/apt/archives/*.deb "$work"/root/var/lib/apt/lists/* \
    "$work"/root/usr/share/{doc,man}/*
# Whoever this machine trusts, pip in the image has to trust as well.
cp /etc/ssl/certs/ca-certificates.crt "$work/root/etc/ssl/certs/ca-certificates.crt"
tar --create --directory "$work/root" . | podman import --quiet - localhost/debian-python:bookworm

cat > "$work/Dockerfile" << 'END'
FROM localhost/debian-python:bookworm
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore \
    PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
    REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt
RUN rm -f /usr/lib/python3.11/EXTERNALLY-MANAGED \
    && ln -sf /usr/bin/python3 /usr/local/bin/python \
    && groupadd --gid 1000 airbyte \
    && useradd --uid 1000 --gid 1000 --no-create-home --shell /usr/sbin/nologin airbyte \
    && mkdir --parents /airbyte \
    && chown airbyte:airbyte /airbyte
WORKDIR /airbyte
END
podman build --quiet --tag "$name" "$work" > /dev/null
echo "Made the stand-in $name; it is not Airbyte's base image."
