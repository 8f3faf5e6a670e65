"""All pages of documents, in the order in which their addresses have to be tried."""

from __future__ import annotations

from clusterprocess.web.staff.engagements import comparison, documents, preview, put_back, versions

PAGES = (
    *documents.PAGES,
    *put_back.PAGES,
    *versions.PAGES,
    *comparison.PAGES,
    *preview.PAGES,
    *documents.VERSION_PAGES,
)
