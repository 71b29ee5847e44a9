"""The frozen program's bill of materials (CycloneDX): what an environment's bill says of the packages that lie in the program, the
libraries compiled into them that are really there, and the packages of this system that lent it libraries.

``python sbom.py ENVIRONMENT.json FOLDER OUT.json``, FOLDER being the program's folder of libraries, in the environment itself.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from system_licences import Package, packages

from lightpose.licences import bundled, components, normalised


def cut(document: dict[str, Any], folder: Path, system: list[Package]) -> dict[str, Any]:
    """``document`` with what lies in ``folder`` alone; the dependency graph follows. Raises ValueError where it lacks a package of it."""
    names = set(bundled(folder))
    kept = [component for component in document["components"] if normalised(component["name"]) in names]
    if missing := names - {normalised(component["name"]) for component in kept} - {"lightpose"}:
        raise ValueError(f"the bill of the environment lacks {', '.join(sorted(missing))}")
    inside = [
        {
            "type": "library",
            "bom-ref": f"{component.inside or 'itself'}/{component.name}",
            "name": component.name,
            **({"version": component.version} if component.version else {}),
            "licenses": [{"license": {"name": component.licence}}],
            "externalReferences": [{"type": "website", "url": component.url}],
            "description": f"compiled into {component.inside}" if component.inside else "runs the program",
        }
        for component in components(folder)
        if component.inside or component.name == "Python"
    ]
    lent = [
        {
            "type": "library",
            "bom-ref": f"system/{package.name}",
            "name": package.name,
            "version": package.version,
            "purl": f"pkg:deb/{package.distribution}/{package.name}@{package.version}",
            "description": f"library of the system this was built on: {', '.join(package.files)}",
        }
        for package in system
    ]
    references = {component["bom-ref"] for component in kept}
    graph = [
        {**entry, "dependsOn": [name for name in entry.get("dependsOn", []) if name in references]}
        for entry in document.get("dependencies", [])
        if entry["ref"] in references
    ]
    return {**document, "components": kept + inside + lent, "dependencies": graph}


if __name__ == "__main__":
    content = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    folder = Path(sys.argv[2])
    Path(sys.argv[3]).write_text(json.dumps(cut(content, folder, packages(folder)), indent=1) + "\n", encoding="utf-8")
