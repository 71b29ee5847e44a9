"""``python -m lightpose`` is ``lightpose``."""

from lightpose.start import main

if __name__ == "__main__":
    main()
