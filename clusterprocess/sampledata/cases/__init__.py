"""Complete sample engagements (Beispieldaten): everything people would enter, as TOML files in one folder per case."""

from clusterprocess.sampledata.cases.reader import SampleCase, sample_case

__all__ = ["SampleCase", "sample_case"]
