#!/bin/sh
# Installs Postfix where it is missing, for the test of mail from end to end.
set -eu
[ -x /usr/sbin/postfix ] || exec "$(dirname "$0")/install.sh" postfix
