"""The real register: published facts about cluster initiatives in Baden-Württemberg, with their sources."""

from clusterprocess.sampledata.real_register.reader import read_real_register
from clusterprocess.sampledata.real_register.rows import (
    SOURCE_ID,
    Fact,
    RegisterLabel,
    RegisterReading,
    RegisterRow,
    Unmapped,
)

__all__ = [
    "SOURCE_ID",
    "Fact",
    "RegisterLabel",
    "RegisterReading",
    "RegisterRow",
    "Unmapped",
    "read_real_register",
]
