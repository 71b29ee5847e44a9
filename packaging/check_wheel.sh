#!/usr/bin/env bash
# Builds the source distribution and from it the wheel, installs the wheel in a fresh virtual environment and uses it from a folder that
# holds files of its own called app.py and weights.py. packaging/check_wheel.sh [FOLDER]: keep the two files there.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=${1:-$work/dist}
python=${PYTHON:-python3}

"$python" -m venv "$work/build"
"$work/build/bin/pip" install --quiet --disable-pip-version-check build
"$work/build/bin/python" -m build --outdir "$out" "$root" >"$work/build.log" 2>&1 || { tail -40 "$work/build.log"; exit 1; }
wheel=$(find "$out" -name "lightpose-*.whl" | sort | tail -1)

"$python" -m venv "$work/venv"
bare=$(du -sm "$work/venv" | cut -f1)
before=$(date +%s)
TIMEFORMAT='%U %S'
{ time "$work/venv/bin/pip" install --quiet --disable-pip-version-check "$wheel" 2>"$work/pip.log"; } 2>"$work/cpu" || { tail -20 "$work/pip.log"; exit 1; }
seconds=$(($(date +%s) - before))
size=$(($(du -sm "$work/venv" | cut -f1) - bare))
echo "wheel $(du -m "$wheel" | cut -f1) MB; installed $size MB in $seconds s ($(tail -1 "$work/cpu" | awk '{print $1 + $2}') s of processor)"

mkdir "$work/mine"
cd "$work/mine"
echo 'raise SystemExit("not ours")' | tee app.py weights.py posecore.py lightpose.py >/dev/null
export LIGHTPOSE_SETTINGS="$work/settings.ini" QT_QPA_PLATFORM=offscreen
lightpose=$work/venv/bin/lightpose
"$lightpose" --version
"$lightpose" doctor >doctor.txt
grep -q "sha256 ok" doctor.txt
if grep -E "WRONG|missing" doctor.txt; then exit 1; fi
"$lightpose" demo -o demo.mp4 --keypoints demo.jsonl
[ "$(wc -l <demo.jsonl)" -gt 100 ]
if [ "$(uname)" != Linux ] || ldconfig -p | grep -q libEGL.so.1; then
  "$lightpose" live --source synthetic --screenshot window.png --after 30
  [ "$(wc -c <window.png)" -gt 50000 ]
else
  echo "no window: Qt's system libraries are missing (README, Qt)"
fi
"$work/venv/bin/python" -c 'import importlib.util as i; assert not any(map(i.find_spec, ("torch", "ultralytics", "scipy")))'
"$lightpose" --help >/dev/null
{ time "$lightpose" --help >/dev/null; } 2>"$work/cpu"
echo "lightpose --help: $(tail -1 "$work/cpu" | awk '{print $1 + $2}') s of processor"
echo "the wheel works"
