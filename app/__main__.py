"""``python -m app`` is ``lightpose``."""

from app.cli import main

if __name__ == "__main__":
    main()
