"""Drives the sample story without Prefect: automated steps are performed at once, in this process.

The steps, use cases and rules are the real ones; only the transport of run requests is left out, which
``test_served_tree.py`` covers.
"""

from __future__ import annotations

from typing import Any

from clusterprocess.bootstrap import App
from clusterprocess.demo.people import SYSTEM, set_up
from clusterprocess.demo.sample_story import SampleStory
from clusterprocess.demo.story import CHAPTERS, NUMBER, Story
from clusterprocess.sampledata.cases.reader import sample_case
from clusterprocess.usecases.run_steps import STEPS, VERSION_STEPS, perform_step
from clusterprocess.usecases.workshop_papers import due_workshop_steps

AUTOMATED = (
    "open_intake", "analyse", "write_brief", "plan_workshops", "draft_paper", "write_resolution", "hand_over",
    "write_note", "hand_over_note",
)  # fmt: skip


def perform_due_steps(app: App, number: str = NUMBER) -> list[str]:
    """Everything automated that is due now, in the order of the flow; returns the steps done."""
    done = []
    exists = app.run(SYSTEM, lambda w: any(e.number == number for e in w.queries.engagements()))
    if not exists:
        return done
    papers = app.run(SYSTEM, lambda w: due_workshop_steps(w.queries.engagement(number)))
    for name, attempt in [*papers, *((step, None) for step in AUTOMATED)]:
        assert name in STEPS or name in VERSION_STEPS or attempt is not None
        outcome = app.run(SYSTEM, lambda w, n=name, a=attempt: perform_step(w, number, n, a))
        if outcome == "erledigt":
            done.append(name)
    return done


def play(app: App, until: str | None = None) -> Story:
    """The story up to and including a chapter (by the start of its name), or to its end."""
    story = Story(app, sample_case())
    for chapter in CHAPTERS:
        if not story.look(chapter.is_done):
            story.set_day(chapter.on)
            chapter.act(story)
        for _ in range(3):
            if not _settle(app):
                break
        if until and chapter.name.startswith(until):
            return story
    return story


def _settle(app: App) -> list[str]:
    from clusterprocess.domain.errors import RuleViolation

    try:
        return perform_due_steps(app)
    except RuleViolation:
        return []  # a gate that people open; the story goes on with its next chapter


def play_sample(app: App, sample: SampleStory) -> str:
    """A sample engagement from request to handover (or to the end of short advice); returns its Vorgangsnummer."""
    story = Story(app, sample_case())
    set_up(app, sample_case())
    for chapter in sample.chapters():
        story.set_day(chapter.on)
        chapter.act(story)
        number = story.look(lambda w: e.number if (e := sample.engagement(w)) else None)
        if number:
            while perform_due_steps(app, number):
                pass
        assert story.look(chapter.is_done), chapter.name
        assert chapter.awaits is None or story.look(chapter.awaits), chapter.name
    return str(number)


def engagement(app: App, look: Any) -> Any:
    """Ask something about the sample engagement."""
    return app.run(SYSTEM, lambda w: look(w.queries.engagement(NUMBER)))
