"""All quick benchmarks, one after the other."""

from __future__ import annotations

from benchmarks import memory, method_library, rendering, start_latency, transitions

for program in (transitions, rendering, method_library, start_latency, memory):
    program.main()
