#!/bin/sh
# Finds a Chromium for the browser tests; installs the system's package when root; says the one command otherwise.
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
  [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-dejavu-core >/dev/null && exit 0
fi
echo "Chromium is missing: the browser tests cannot run. Install it, for instance with:" >&2
echo "    sudo apt-get install chromium" >&2
exit 1
