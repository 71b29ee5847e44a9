#!/usr/bin/env bash
# Builds and uses everything that can be built on this system (Linux: wheel, frozen program, Debian package, the Dockerfile's steps), prints
# sizes and times and writes them into packaging/README.md. As root on Debian the package is installed and the Dockerfile's steps are done
# in a bare root, else both are left out. packaging/check.sh [OUT]: keep what was built there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=${1:-$work/out}
mkdir -p "$out"
out=$(cd "$out" && pwd)
rows=$work/rows
root() { [ "$(id -u)" = 0 ] && command -v "$1" >/dev/null; }

step() { # NAME, SIZE OF (a path or pattern, "" for none), COMMAND…: measures processor and wall seconds
  local name=$1 what=$2 begun ended used
  shift 2
  echo "== $name"
  begun=$(date +%s)
  TIMEFORMAT='%U %S'
  { time "$@" 2>&3; } 3>&2 2>"$work/cpu"
  ended=$(date +%s)
  used=$(tail -1 "$work/cpu" | awk '{printf "%.0f", $1 + $2}')
  # shellcheck disable=SC2086
  echo "| $name | ${what:+$(du -smc --apparent-size $what | tail -1 | cut -f1) MB} | $used s | $((ended - begun)) s |" | tee -a "$rows"
}

step "wheel and source distribution, installed and used" "$out/dist/lightpose-*.whl" "$here/check_wheel.sh" "$out/dist"
wheel=$(find "$out/dist" -name "*.whl" | head -1)
step "frozen program, built" "$out/lightpose" "$here/frozen/build.sh" "$wheel" "$out"
step "frozen program, used without Python" "" "$here/frozen/check.sh" "$out/lightpose" "$out/window.png"
if command -v dpkg-deb >/dev/null && command -v appstreamcli >/dev/null; then
  step "Debian package, built" "$out/lightpose_*.deb" "$here/linux/build_deb.sh" "$out/lightpose" "$out"
  if root apt-get; then step "Debian package, installed and used" "" "$here/linux/check_deb.sh" "$(find "$out" -name "lightpose_*.deb")"; fi
fi
if root debootstrap; then step "Dockerfile's steps in a bare root" "" "${PYTHON:-python3}" "$here/docker/check.py" "$wheel"; fi

table="| what | size | processor | wall |
|-|-|-|-|
$(cat "$rows")"
"${PYTHON:-python3}" "$here/record_builds.py" "$here/README.md" "$table"
echo "$table"
