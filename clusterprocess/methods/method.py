"""What the library says about one method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from clusterprocess.domain.language import Text


@dataclass(frozen=True)
class Method:
    """One method of the library.

    Attributes:
        slug: name on the command line, lower case with hyphens.
        code: short sign of the method library, such as F1.
        title: what people call it.
        input_model: pydantic model that the function takes; its schema carries an example.
        function: the pure function; returns a frozen pydantic model.
        formula: the formula in one line, German names.
        unit: unit and range of the result.
        source: where formula and rules are written down.
        mark: origin of thresholds and weights, [V], [D] or [M].
    """

    slug: str
    code: str
    title: Text
    input_model: type[BaseModel]
    function: Callable[[Any], BaseModel]
    formula: str
    unit: str
    source: str
    mark: str
