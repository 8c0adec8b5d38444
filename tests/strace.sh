#!/bin/sh
# Installs strace where it is missing, by which the drills break the disk and replay power cuts.
set -eu
command -v strace >/dev/null && exit 0
apt-get -o DPkg::Lock::Timeout=120 update -qq
DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -y -qq --no-install-recommends strace
