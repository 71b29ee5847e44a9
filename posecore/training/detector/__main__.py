"""``python -m posecore.training.detector``: see :mod:`posecore.training.detector.train`."""

from posecore.training.detector.train import main

if __name__ == "__main__":
    main()
