"""An angle over time from a keypoint file, with Matplotlib. ``python plot_angle.py K.jsonl OUT.png [left_elbow]``."""

import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from posecore import formats
from posecore.report import summarize


def main(keypoints: str, output: str, angle: str = "left_elbow") -> None:
    """One line a person."""
    for person in summarize(formats.read(keypoints)):
        for summary in person.angles:
            if summary.name == angle:
                plt.plot(person.times, summary.degrees, label=f"person {person.id}, {len(summary.peaks)} repetitions")
    plt.xlabel("s")
    plt.ylabel(f"{angle}, degrees")
    plt.legend()
    plt.savefig(output)


if __name__ == "__main__":
    main(*sys.argv[1:])
