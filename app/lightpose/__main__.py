"""``python -m app`` is ``lightpose``."""

from lightpose.cli import main

if __name__ == "__main__":
    main()
