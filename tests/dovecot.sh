#!/bin/sh
# Installs Dovecot where it is missing, for the tests of the mailbox.
set -eu
if [ -x /usr/sbin/dovecot ] && [ -x /usr/lib/dovecot/imap ]; then
  exit 0
fi
exec "$(dirname "$0")/install.sh" dovecot-imapd
