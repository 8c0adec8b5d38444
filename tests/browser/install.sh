#!/usr/bin/env bash
# Chromium, in which the published page is tested: Debian's, where it is not there yet.
set -euo pipefail
command -v chromium >/dev/null && exit 0
[ "$(id -u)" = 0 ] || { echo "Chromium is not here, and only root can install it: apt install chromium"; exit 1; }
apt-get -o DPkg::Lock::Timeout=120 update -qq
DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -y -qq --no-install-recommends chromium >/dev/null
