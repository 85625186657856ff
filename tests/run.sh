#!/usr/bin/env bash
# Sets up and runs all tests. Ends with one line, "N passed, N failed", and fails if anything failed or did not run.
set -uo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(dirname "$here")"
results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT

step() { printf '\n== %s\n' "$1"; }

fail() {
  printf '%s\n' "$1" >&2
  printf '0 passed, 1 failed\n'
  exit 1
}

apt_install() {
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 1
  apt-get install -y "$@" >/dev/null 2>&1 && return 0
  apt-get update >/dev/null 2>&1 && apt-get install -y "$@" >/dev/null 2>&1
}

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    [ -n "$name" ] && command -v "$name" && return 0
  done
  return 1
}

# The first Python on the PATH may not be the one that sees Debian's packages.
find_python() {
  local name
  for name in "${PYTHON:-}" /usr/bin/python3 python3; do
    [ -n "$name" ] && command -v "$name" >/dev/null && "$name" -c 'import socketio, aiohttp' 2>/dev/null && command -v "$name" && return 0
  done
  return 1
}

step 'Checking what the tests need'
command -v dotnet >/dev/null || fail 'The .NET 10 SDK is needed: install it from https://dotnet.microsoft.com/download.'
dotnet --list-sdks | grep '^10\.' >/dev/null || fail 'The .NET 10 SDK is needed; this machine has another one: install it from https://dotnet.microsoft.com/download.'
node_major="$(node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/')"
if ! command -v npm >/dev/null || [ "${node_major:-0}" -lt 20 ]; then
  fail 'Node.js 20 or later is needed: install it from https://nodejs.org.'
fi
if ! find_chromium >/dev/null; then
  printf 'Installing Chromium ...\n'
  apt_install chromium || true
fi
CHROMIUM="$(find_chromium)" || fail 'Chromium is needed for the browser tests: install it (Debian: apt-get install chromium) or set CHROMIUM to its path.'
export CHROMIUM
if ! find_python >/dev/null; then
  printf 'Installing python3-socketio ...\n'
  apt_install python3-socketio python3-aiohttp || true
fi
PYTHON="$(find_python)" || fail 'Python 3 with python-socketio and aiohttp is needed for the interoperability tests: install them (Debian: apt-get install python3-socketio python3-aiohttp) or set PYTHON to an interpreter that has them.'
export PYTHON
# With it, the projects that drive the official client and the browser are test projects too.
export NodeTests=true

step 'Installing the official client and the browser driver'
(cd "$here/Testing/node" && npm ci --no-fund --no-audit --loglevel=error) || fail 'npm could not install the test drivers; the reason is above.'

step 'Building'
dotnet build "$root/Cluster.sln" --configuration Release --nologo --verbosity quiet || fail 'The build failed; the reason is above.'

if marked="$(grep -rnE '^ *\[(Explicit|Ignore)\b' "$here" --include='*.cs')"; then
  fail "These tests would not run, and nobody would see it:
$marked"
fi

step 'Checking the format'
passed=0
failed=0
if dotnet format "$root/Cluster.sln" --no-restore --verify-no-changes >"$results/format.log" 2>&1; then
  passed=$((passed + 1))
else
  cat "$results/format.log"
  failed=$((failed + 1))
fi

# Runs one project, and notes how many of its tests passed and failed.
run_project() {
  local name="$1" log="$results/$1.log" code summary good bad skipped
  step "$name"
  dotnet test "$here/$name/$name.csproj" --configuration Release --no-build --nologo --blame-hang-timeout 5m --results-directory "$results" --logger 'console;verbosity=minimal' 2>&1 | tee "$log"
  code="${PIPESTATUS[0]}"
  summary="$(grep -E '^(Passed|Failed|Skipped)! +- Failed:' "$log" | tail -n 1)"
  if [ -z "$summary" ]; then
    printf '%s did not run.\n' "$name"
    printf '0 1\n' >"$results/$name.count"
    return
  fi
  bad="$(sed -E 's/.*Failed: *([0-9]+),.*/\1/' <<<"$summary")"
  good="$(sed -E 's/.*Passed: *([0-9]+),.*/\1/' <<<"$summary")"
  skipped="$(sed -E 's/.*Skipped: *([0-9]+),.*/\1/' <<<"$summary")"
  # A test that did not run shows nothing, so it counts as failed; so does a run that broke off.
  bad=$((bad + skipped))
  [ "$code" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
  printf '%d %d\n' "$good" "$bad" >"$results/$name.count"
}

# Those that start whole clusters and browsers, one after the other; beside them the others, most of which wait most of the time.
heavy=(Browser.Tests Client.Tests Cluster.Tests Interop.Tests)
light=()
for project in "$here"/*.Tests/*.Tests.csproj; do
  name="$(basename "$project" .csproj)"
  [[ " ${heavy[*]} " == *" $name "* ]] || light+=("$name")
done

# What runs in the background takes no notice of Ctrl+C by itself.
trap 'trap - INT; kill -TERM 0' INT
for name in "${light[@]}"; do
  run_project "$name" >"$results/$name.out" 2>&1
  cat "$results/$name.out"
done &
beside=$!
for name in "${heavy[@]}"; do
  run_project "$name"
done
wait "$beside"

for name in "${heavy[@]}" "${light[@]}"; do
  # Without its numbers a project did not run to its end.
  good=0 bad=1
  [ -f "$results/$name.count" ] && read -r good bad <"$results/$name.count"
  # A fixture or a source of cases that runs nothing fails nothing either.
  least="$(sed -n "s/^$name  *//p" "$here/floors.txt")"
  if [ -z "$least" ] || [ "$good" -lt "$least" ]; then
    printf '%s passed %d tests, and tests/floors.txt wants %s at least.\n' "$name" "$good" "${least:-a line that says how many}"
    bad=$((bad + 1))
  fi
  passed=$((passed + good))
  failed=$((failed + bad))
done

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
