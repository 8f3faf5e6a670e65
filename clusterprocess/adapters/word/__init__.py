"""Word: templates that staff edit, figures in content controls, native charts, the check of files that come back."""

from clusterprocess.adapters.word.documents import WordDocuments
from clusterprocess.adapters.word.fields import FIELDS

__all__ = ["FIELDS", "WordDocuments"]
