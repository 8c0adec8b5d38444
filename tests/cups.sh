#!/bin/sh
# Installs CUPS with a printer that writes PDF files, and what reads them, where they are missing, for the tests of paper.
set -eu
if [ -x /usr/sbin/cupsd ] && [ -x /usr/lib/cups/backend/cups-pdf ] && [ -x /usr/bin/pdftotext ]; then
  exit 0
fi
exec "$(dirname "$0")/install.sh" cups printer-driver-cups-pdf poppler-utils
