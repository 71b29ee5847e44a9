"""Takes out of 64-bit ELF libraries what is for debuggers and linkers only, also out of those whose parts auditwheel has moved.

binutils' strip breaks such libraries: patchelf has put loaded parts behind the sections that strip takes out. :func:`compact` moves whole
segments together within the file and changes no address in memory, so the loader finds the same bytes at the same places.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

MAGIC = b"\x7fELF\x02\x01\x01"
"""64 bit, little-endian, version 1."""

_HEADER, _SEGMENT, _SECTION = struct.Struct("<16sHHIQQQIHHHHHH"), struct.Struct("<IIQQQQQQ"), struct.Struct("<IIQQQQIIQQ")
_LOAD, _NOBITS, _STRTAB, _ALLOC, _INFO_LINK = 1, 8, 3, 2, 0x40


@dataclass(frozen=True)
class Segment:
    """A program header; places in bytes."""

    kind: int
    flags: int
    offset: int
    address: int
    physical: int
    size: int
    memory: int
    align: int


@dataclass(frozen=True)
class Section:
    """A section header; places in bytes."""

    name: int
    kind: int
    flags: int
    address: int
    offset: int
    size: int
    link: int
    info: int
    align: int
    entry: int


def segments(data: bytes) -> list[Segment]:
    """Raises ValueError for what is no ELF file of 64 bits, or one that is cut off."""
    if not data.startswith(MAGIC) or len(data) < _HEADER.size:
        raise ValueError("not a 64-bit ELF file")
    header = _HEADER.unpack_from(data)
    place, count = header[5], header[10]
    if place + count * _SEGMENT.size > len(data):
        raise ValueError("an ELF file that is cut off")
    found = [Segment(*_SEGMENT.unpack_from(data, place + i * _SEGMENT.size)) for i in range(count)]
    if any(s.offset + s.size > len(data) for s in found if s.kind == _LOAD):
        raise ValueError("an ELF file that is cut off")
    return found


def loaded(data: bytes) -> dict[int, bytes]:
    """Address in memory → the bytes that the loader puts there, the tables of the file's own layout left out."""
    place, size = table(data)
    blank = bytearray(data)
    blank[: _HEADER.size] = bytes(_HEADER.size)
    blank[place : place + size] = bytes(size)
    return {s.address: bytes(blank[s.offset : s.offset + s.size]) for s in segments(data) if s.kind == _LOAD}


def table(data: bytes) -> tuple[int, int]:
    """(place, size) of the program headers in the file, bytes."""
    header = _HEADER.unpack_from(data)
    return header[5], header[10] * _SEGMENT.size


def compact(data: bytes) -> bytes:
    """The file without the sections that are not loaded; ``data`` itself where that would not make it smaller.

    Raises ValueError for what is no ELF file of 64 bits, and where the tables do not lie in a loaded segment.
    """
    found = segments(data)
    loads = sorted((s for s in found if s.kind == _LOAD), key=lambda s: s.offset)
    if not loads or loads[0].offset:
        raise ValueError("the first segment does not begin with the file")
    places: dict[int, int] = {}
    end = 0
    for segment in loads:  # where the next may begin: behind the one before, at the same place within a page
        step = max(segment.align, 1)
        places[segment.offset] = end + (segment.offset - end) % step
        end = places[segment.offset] + segment.size

    def moved(offset: int, size: int) -> int:
        for segment in loads:
            if segment.offset <= offset and offset + size <= segment.offset + segment.size:
                return offset - segment.offset + places[segment.offset]
        raise ValueError(f"{size} bytes at {offset} of the file lie in no loaded segment")

    out = bytearray(end)
    for segment in loads:
        out[places[segment.offset] : places[segment.offset] + segment.size] = data[segment.offset : segment.offset + segment.size]
    header = list(_HEADER.unpack_from(data))
    header[5] = moved(*table(data))
    for i, segment in enumerate(found):
        new = moved(segment.offset, segment.size) if segment.size else segment.offset
        _SEGMENT.pack_into(out, header[5] + i * _SEGMENT.size, *_values(replace(segment, offset=new)))
    out += _sections(data, header, len(out), moved)
    _HEADER.pack_into(out, 0, *header)
    return bytes(out) if len(out) < len(data) else data


def _sections(data: bytes, header: list, end: int, moved) -> bytes:
    """Names and headers of the loaded sections, for a place ``end`` in the file; ``header`` is set to them."""
    place, count, names = header[6], header[12], header[13]
    every = [Section(*_SECTION.unpack_from(data, place + i * _SECTION.size)) for i in range(count)]
    kept = [i for i, s in enumerate(every) if i == 0 or s.flags & _ALLOC]
    if not count or any(s.size and s.kind != _NOBITS and s.offset + s.size > len(data) for s in every):
        header[6], header[12], header[13] = 0, 0, 0
        return b""
    number = {old: new for new, old in enumerate(kept)}
    texts = data[every[names].offset : every[names].offset + every[names].size]
    name_of = {i: texts[every[i].name : texts.index(b"\0", every[i].name)] for i in (*kept, names)}
    strings = b"\0".join(dict.fromkeys(name_of.values())) + b"\0"
    start = end + -end % 8
    out = bytearray(start - end) + strings
    out += bytes(-len(out) % 8)
    rows = []
    for i in (*kept, names):
        section = replace(every[i], name=_find(strings, name_of[i]), link=number.get(every[i].link, 0))
        if section.flags & _INFO_LINK:
            section = replace(section, info=number.get(section.info, 0))
        if i == names:
            section = replace(section, offset=start, size=len(strings))
        elif i and section.kind != _NOBITS and section.size:
            section = replace(section, offset=moved(section.offset, section.size))
        rows.append(_SECTION.pack(*_values(section)))
    header[6], header[12], header[13] = end + len(out), len(rows), len(rows) - 1
    return bytes(out) + b"".join(rows)


def _find(strings: bytes, name: bytes) -> int:
    """Where ``name`` begins in a table of strings."""
    return 0 if strings.startswith(name + b"\0") else strings.index(b"\0" + name + b"\0") + 1


def _values(row: Segment | Section) -> tuple[int, ...]:
    return tuple(getattr(row, field) for field in row.__dataclass_fields__)
