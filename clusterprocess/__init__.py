"""clusterprocess: the engine that runs the consulting services of a cluster agency."""

__version__ = "0.1.0"
