"""``python -m clusterprocess``."""

from clusterprocess.cli import main

main()
