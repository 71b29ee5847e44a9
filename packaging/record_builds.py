"""Writes the table of ``check.sh`` between the marks of a page: ``python record_builds.py README.md TABLE``."""

from __future__ import annotations

import datetime
import platform
import re
import sys
from pathlib import Path

MARKS = re.compile(r"(<!-- builds -->\n).*?(<!-- end -->)", re.DOTALL)


def replaced(page: str, table: str, when: str, where: str) -> str:
    """``page`` with the table between its marks. Raises ValueError where it has none."""
    if not MARKS.search(page):
        raise ValueError("the page has no marks <!-- builds --> and <!-- end -->")
    return MARKS.sub(lambda match: f"{match[1]}{when}, {where}:\n\n{table}\n{match[2]}", page, count=1)


if __name__ == "__main__":
    page = Path(sys.argv[1])
    where = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    page.write_text(replaced(page.read_text(encoding="utf-8"), sys.argv[2], datetime.date.today().isoformat(), where), encoding="utf-8")
