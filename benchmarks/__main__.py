"""All quick benchmarks, one after the other."""

from __future__ import annotations

from benchmarks import memory, rendering, start_latency, transitions

for program in (transitions, rendering, start_latency, memory):
    program.main()
