#!/usr/bin/env bash
# Builds the cluster and starts it; all options go to the primary (see --help).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

command -v dotnet >/dev/null || fail "The .NET 10 SDK is needed: install it from https://dotnet.microsoft.com/download and run this again."
dotnet --list-sdks | grep '^10\.' >/dev/null || fail "The .NET 10 SDK is needed; this machine has another one: install it from https://dotnet.microsoft.com/download and run this again."
# Without node the pipe fails, and that would end this without a word.
node_major="$(node --version 2>/dev/null | sed -nE 's/^v([0-9]+).*/\1/p')" || true
if ! command -v npm >/dev/null || [ "${node_major:-0}" -lt 20 ]; then
  fail "Node.js 20 or later is needed (its npm restores the official Socket.IO client): install it from https://nodejs.org and run this again."
fi

# Standard error, so that standard output is the primary's alone.
printf 'Restoring packages and building (the first time takes a minute) ...\n' >&2
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
if ! dotnet build "$here/Primary/Primary.csproj" --configuration Release --nologo --verbosity quiet >"$log" 2>&1; then
  cat "$log" >&2
  fail "The build failed; the reason is above."
fi
rm -f "$log"
trap - EXIT

# This process becomes the primary: signals sent to it reach the primary itself.
exec dotnet "$here/Primary/bin/Release/net10.0/Primary.dll" "$@"
