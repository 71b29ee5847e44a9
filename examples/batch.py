"""Many videos, the networks loaded once. ``python batch.py OUT_FOLDER VIDEO...``."""

import sys
from pathlib import Path

from posecore import annotate, load


def main(folder: str, *videos: str) -> None:
    """Write an annotated video, keypoints and joint angles of each."""
    networks = load()
    for video in videos:
        out = Path(folder) / Path(video).stem
        job = annotate(video, f"{out}.mp4", networks, keypoints=[f"{out}.jsonl", f"{out}.csv"], angles=f"{out}.angles.csv")
        print(f"{video}: {job.frames} frames, {job.fps:.1f} frames/s")


if __name__ == "__main__":
    main(*sys.argv[1:])
