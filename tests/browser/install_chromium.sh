#!/bin/sh
# Finds a Chromium for the browser tests, the shell without a window first, as it takes a fifth less processor; installs the system's package when root; says the one command otherwise.
for name in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome; do
  [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive LC_ALL=C
  # Another apt may be at work (a machine that has just started updates itself): wait for it, five minutes at most.
  # The option waits for dpkg's lock; apt's own, on its lists and archives, are tried again.
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    said=$( (apt-get -o DPkg::Lock::Timeout=300 update -qq &&
      { apt-get -o DPkg::Lock::Timeout=300 install -y -qq chromium-headless-shell fonts-dejavu-core ||
        apt-get -o DPkg::Lock::Timeout=300 install -y -qq chromium fonts-dejavu-core; }) 2>&1) && exit 0
    case "$said" in *" lock "*) sleep 10 ;; *) break ;; esac
  done
  echo "$said" >&2
fi
echo "Chromium is missing: the browser tests cannot run. Install it, for instance with:" >&2
echo "    sudo apt-get install chromium" >&2
exit 1
