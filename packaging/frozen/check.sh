#!/usr/bin/env bash
# Uses the frozen program as someone without Python does: packaging/frozen/check.sh FOLDER [IMAGE]
# FOLDER/lightpose is the program; IMAGE, if given, gets what the window showed under Xvfb.
set -euo pipefail
program=$(realpath "$1/lightpose")
image=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir bin
run() { env -i HOME="$work" PATH="$work/bin" LIGHTPOSE_SETTINGS="$work/settings.ini" "$@"; } # no Python on PATH: nothing is

run "$program" --version
run "$program" doctor >doctor.txt
grep -q "sha256 ok" doctor.txt
if grep -E "WRONG|missing" doctor.txt; then exit 1; fi
grep -q "PyTorch  *not installed" doctor.txt
run "$program" demo -o demo.mp4 --keypoints demo.jsonl
[ "$(wc -l <demo.jsonl)" -gt 100 ]
[ "$(wc -c <demo.mp4)" -gt 100000 ]
run "$program" convert demo.jsonl demo.csv
run "$program" report demo.jsonl -o report.html
if command -v ffmpeg >/dev/null; then # a clip with sound in every codec, images of every kind that OpenCV has a library for
  ffmpeg -v error -i demo.mp4 -f lavfi -i sine -t 2 -c:v copy -c:a aac sound.mp4
  for codec in h264 h265 av1; do
    run "$program" video sound.mp4 -o "$codec.mp4" --codec "$codec"
    [ "$(ffprobe -v error -show_entries stream=codec_type -of csv=p=0 "$codec.mp4" | sort | xargs)" = "audio video" ]
  done
  for suffix in jpg png webp tiff; do ffmpeg -v error -i demo.mp4 -frames:v 1 "frame-$suffix.$suffix"; done
  if ffmpeg -v quiet -i demo.mp4 -frames:v 1 frame-avif.avif; then echo "AVIF too"; fi
  run "$program" image frame-* -o images
  [ "$(find images -type f | wc -l)" -ge "$(find . -maxdepth 1 -name "frame-*" | wc -l)" ]
fi
if run "$program" train --out run 2>train.txt; then exit 1; fi
grep -q 'lightpose\[train\]' train.txt # says what is missing instead of a traceback
if command -v Xvfb >/dev/null; then
  Xvfb -displayfd 3 -screen 0 1280x800x24 3>display >/dev/null 2>&1 &
  server=$!
  trap 'kill $server; rm -rf "$work"' EXIT
  for _ in $(seq 600); do [ -s display ] && break; sleep 0.1; done
  run DISPLAY=":$(cat display)" "$program" live --source synthetic --screenshot window.png --after 30
else
  run QT_QPA_PLATFORM=offscreen "$program" live --source synthetic --screenshot window.png --after 30
fi
[ "$(wc -c <window.png)" -gt 50000 ]
if [ -n "$image" ]; then cp window.png "$image"; fi
echo "frozen program: $(du -sm --apparent-size "$(dirname "$program")" | cut -f1) MB, works without Python"
