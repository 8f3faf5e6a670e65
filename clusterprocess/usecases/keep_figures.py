"""The yearly figures of an initiative as staff enter them: the profile of a day, and the register entry that follows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clusterprocess.catalogues.wordlists import fields, legal_forms
from clusterprocess.domain.register import Cluster, Profile
from clusterprocess.domain.sorting import german_key
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.submit_answers import store_profile

MASTER = ("name", "kind", "field", "region", "founded", "legal_form", "carrier")
"""Facts that the register entry and the profile both hold."""


def known_figures(cluster: Cluster, profile: Profile | None) -> dict[str, Any]:
    """The answers of a profile, completed by what the register entry itself tells."""
    entry = {key: getattr(cluster, key) for key in MASTER}
    return {key: value for key, value in entry.items() if value} | (dict(profile.answers) if profile else {})


def keep_figures(
    work: Work, cluster: Cluster, as_of: date, answers: Mapping[str, Any], comments: Mapping[str, str]
) -> Profile:
    """Keep the figures of a day; where no later day is known, the register entry takes over what they say about it.

    Raises:
        InputError, InputErrors: what cannot be accepted; nothing is kept then.
    """
    is_newest = all(p.as_of <= as_of for p in cluster.profiles)
    profile = store_profile(work, cluster, as_of, answers, comments)
    if is_newest:
        cluster.change(_entry_of(profile.answers))
    return profile


def _entry_of(answers: Mapping[str, Any]) -> dict[str, Any]:
    values = {key: answers[key] for key in MASTER if answers.get(key)}
    if "name" in values:
        values["sort_key"] = german_key(values["name"])
    for key, known in (("field", fields()), ("legal_form", legal_forms())):
        names = {entry.slug: entry.name.de for entry in known}
        if values.get(key) in names:
            values[f"{key}_text"] = names[values[key]]
        else:
            values.pop(key, None)
    return values
