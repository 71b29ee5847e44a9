"""Cuts a CycloneDX bill of materials of an environment down to what lightpose needs and adds the libraries compiled into it.

``python sbom.py ENVIRONMENT.json OUT.json``, in the environment itself.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from lightpose.licences import components, required


def cut(document: dict[str, Any]) -> dict[str, Any]:
    """``document`` with the components of :func:`lightpose.licences.components` alone; the dependency graph follows."""
    names = {distribution.name.lower() for distribution in required("lightpose").values()}
    kept = [component for component in document["components"] if component["name"].lower() in names]
    inside = [
        {
            "type": "library",
            "bom-ref": f"{component.inside}/{component.name}",
            "name": component.name,
            "licenses": [{"license": {"name": component.licence}}],
            "externalReferences": [{"type": "website", "url": component.url}],
            "description": f"compiled into {component.inside}",
        }
        for component in components()
        if component.inside
    ]
    references = {component["bom-ref"] for component in kept}
    graph = [
        {**entry, "dependsOn": [name for name in entry.get("dependsOn", []) if name in references]}
        for entry in document.get("dependencies", [])
        if entry["ref"] in references
    ]
    return {**document, "components": kept + inside, "dependencies": graph}


if __name__ == "__main__":
    content = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(sys.argv[2]).write_text(json.dumps(cut(content), indent=1) + "\n", encoding="utf-8")
