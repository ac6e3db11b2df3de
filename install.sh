#!/usr/bin/env bash
# Installs what trichyeu needs beside this file: system packages through apt where they are missing,
# a virtual environment in .venv from requirements.lock, and the OCR models. Safe to run again: what
# is there already is left alone, and a second run takes a second or two.
set -euo pipefail
cd "$(dirname "$0")"

PYTHON=${PYTHON:-python3}
VENV=.venv

say() { printf '%s\n' "== $*"; }
fail() { printf '%s\n' "install.sh: $*" >&2; exit 3; }

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  fail "Python 3.11 or newer is needed; '$PYTHON' is not. Install it, or name one: PYTHON=/path/to/python3.11 make setup"

# A line a part: how to see that it is there | the Debian package that has it | what it is for.
PARTS="
$PYTHON -c 'import ensurepip, venv'|python3-venv|the virtual environment
command -v soffice|libreoffice-writer|DOC, RTF and ODT files
command -v catdoc|catdoc|DOC files where LibreOffice fails
compgen -G '/usr/lib/postgresql/*/bin/initdb'|postgresql|tests of archives in PostgreSQL
command -v chromium|chromium|tests of the research report
command -v npm|npm|fetching the OCR model
test -n \"\$(fc-list :family=Tinos)\"|fonts-croscore|the generated PDF and scans: Vietnamese letters in the measures of Times
"

missing=()
while IFS='|' read -r test package purpose; do
  [ -n "$test" ] || continue
  if ! bash -c "$test" >/dev/null 2>&1; then
    say "missing: $package ($purpose)"
    missing+=("$package")
  fi
done <<<"$PARTS"

if [ ${#missing[@]} -gt 0 ]; then
  command="apt-get install -y --no-install-recommends ${missing[*]}"
  root=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || fail "this user may not install system packages. Run this as root, then start again: $command"
    root=(sudo -n)
  fi
  command -v apt-get >/dev/null || fail "no apt-get here. Install with this system's own tools: ${missing[*]}"
  say "installing through apt: ${missing[*]} (a few minutes the first time)"
  "${root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${root[@]}" $command -qq >/dev/null || fail "apt failed; see what it says: $command"
fi

wanted=$(cat requirements.lock pyproject.toml | sha256sum | cut -d' ' -f1)
if [ "$(cat $VENV/.installed 2>/dev/null)" != "$wanted" ]; then
  [ -x $VENV/bin/python ] || { say "making a virtual environment in $VENV"; "$PYTHON" -m venv $VENV; }
  say "installing the locked Python packages (a minute or two the first time)"
  $VENV/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
  $VENV/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
  printf '%s\n' "$wanted" >$VENV/.installed
fi
$VENV/bin/python -m pipeline.ingest.ocr_models >/dev/null || {
  say "installing the OCR models"
  $VENV/bin/python -m pipeline.ingest.ocr_models install >/dev/null
}
say "ready: $VENV/bin/trichyeu"
