"""What holds for the options of every command: numbers are finite, and of a value that is given twice one is not left out in silence."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

from lightpose.cli.errors import warn


def check_parameters(command: Any) -> None:
    """Have a Typer command, and those it has itself, keep these rules."""
    for each in (command, *getattr(command, "commands", {}).values()):
        for parameter in each.params:
            if parameter.type.name.startswith("float"):
                parameter.type = _finite(parameter.type)
        each.make_parser = _telling(each.make_parser)


def _finite(kind: Any) -> Any:
    """The type of a parameter, without nan, which no range leaves out, and inf."""
    kind, convert = copy.copy(kind), kind.convert

    def checked(value: Any, parameter: Any, context: Any) -> Any:
        number = convert(value, parameter, context)
        return number if math.isfinite(number) else kind.fail(f"{value} is no finite number", parameter, context)

    kind.convert = checked
    return kind


def _telling(make_parser: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A parser that tells where an option for one value is given several. The last one counts, as everywhere."""

    def make(context: Any) -> Any:
        parser = make_parser(context)
        for option in {id(option): option for option in (*parser._long_opt.values(), *parser._short_opt.values())}.values():
            if option.action == "store":
                option.process = _counted(option, option.process)
        return parser

    return make


def _counted(option: Any, process: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    given: list[Any] = []

    def counted(value: Any, state: Any) -> None:
        given.append(value)
        if len(given) == 2 and given[0] != value:  # not said what they are: an address may hold a password
            warn(f"{max(option._long_opts or option._short_opts, key=len)} is given several times; the last one counts")
        process(value, state)

    return counted
