#!/bin/sh
# Installs PostgreSQL's server programs where they are missing, for `make test-server`.
set -eu
if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  exit 0
fi
apt-get update -qq
# Without a cluster of its own: the tests start theirs.
mkdir -p /etc/postgresql-common/createcluster.d
echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/tests.conf
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql
