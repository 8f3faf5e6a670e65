"""Each flow file reads as stages: only steps and states that exist, in their order, and no rule of its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from clusterprocess.domain.runs import STEP_NAMES
from clusterprocess.domain.states import ORDER, Stage, State
from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.usecases.effects import FAST_STEP_OF_STATE, STEP_OF_STATE
from clusterprocess.usecases.run_steps import STEPS, VERSION_STEPS, WORKSHOP_STEPS
from flows.catalogue import FLOWS

FOLDER = Path(__file__).parents[2] / "flows"
FULL_STEPS = {name for name, step in STEPS.items() if step.fast_lane is not True} | set(VERSION_STEPS)
FAST_STEPS = {name for name, step in STEPS.items() if step.fast_lane is not False}
SHARED_STAGES = ("intake", "analysis", "workshop", "deliverable", "follow_up")
Told = list[tuple[str, str]]


def _calls(tree: ast.AST) -> list[tuple[int, str, str]]:
    """Calls on ``run`` or ``self`` with line, method and first argument, in the order of the text."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in ("run", "self"):
                word = node.args[0] if node.args else None
                name = word.attr if isinstance(word, ast.Attribute) else str(getattr(word, "value", ""))
                found.append((node.lineno, node.func.attr, name))
    return sorted(found)


def _stage_methods() -> dict[str, Told]:
    """What each stage that all flows share waits for and performs."""
    tree = ast.parse((FOLDER / "stages.py").read_text(encoding="utf-8"))
    return {
        node.name: [(what, name) for _, what, name in _calls(node) if what in ("until", "step")]
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncFunctionDef) and node.name in SHARED_STAGES
    }


def _told(slug: str) -> Told:
    """The stages of a flow as (``until`` or ``step``, name); shared stages are told in full."""
    shared = _stage_methods()
    tree = ast.parse((FOLDER / f"{slug}.py").read_text(encoding="utf-8"))
    stages = next(n for n in tree.body if isinstance(n, ast.AsyncFunctionDef) and n.name == "stages")
    found: Told = []
    for node in stages.body:
        if isinstance(node, ast.If):
            continue
        for _, what, name in _calls(node):
            found += shared.get(what, [(what, name)] if what in ("until", "step") else [])
    return found


def _fast() -> Told:
    tree = ast.parse((FOLDER / "individual_advice.py").read_text(encoding="utf-8"))
    branch = next(n for n in ast.walk(tree) if isinstance(n, ast.If))
    return [(what, name) for _, what, name in _calls(branch) if what in ("until", "step")]


every_flow = pytest.mark.parametrize("slug", sorted(FLOWS))


def test_every_offering_has_a_flow_and_every_flow_an_offering() -> None:
    assert sorted(FLOWS) == sorted(offering.slug for offering in OFFERINGS)


@every_flow
def test_no_step_of_the_full_process_is_forgotten_or_doubled(slug: str) -> None:
    steps = [name for what, name in _told(slug) if what == "step"]
    assert sorted(steps) == sorted(FULL_STEPS)
    # papers of workshops hang on workshops, not on states: the flow asks for them with one line
    assert "await run.workshop_papers()" in (FOLDER / f"{slug}.py").read_text(encoding="utf-8")


def test_short_advice_has_its_own_steps_and_every_step_has_a_name() -> None:
    assert {name for what, name in _fast() if what == "step"} == FAST_STEPS
    assert set(STEP_NAMES) == {*STEPS, *VERSION_STEPS, *WORKSHOP_STEPS}


@every_flow
def test_the_flow_waits_for_states_in_the_order_of_the_process(slug: str) -> None:
    states = [State[name] for what, name in _told(slug) if what == "until"]
    places = [ORDER.index(state) for state in states]
    assert places == sorted(places) and len(places) == len(set(places))
    assert states[-1] is State.CLOSED


@every_flow
def test_the_steps_follow_the_stages_of_the_process(slug: str) -> None:
    stages = [list(Stage).index(STEPS[name].stage) for what, name in _told(slug) if what == "step" and name in STEPS]
    assert stages == sorted(stages)


@pytest.mark.parametrize("state", sorted(STEP_OF_STATE), ids=str)
def test_a_state_that_waits_for_automated_work_is_served_by_the_flow(state: State) -> None:
    step, stage = STEP_OF_STATE[state]
    told = _told("cluster_strategy")
    assert STEPS[step].stage is stage
    assert state in STEPS[step].due_in
    passed = [State[name] for what, name in told[: told.index(("step", step))] if what == "until"]
    # the last gate before the step must already be open when the engagement stands at this state
    assert ORDER.index(passed[-1]) <= ORDER.index(state)


def test_every_state_in_which_a_step_is_due_asks_for_a_run() -> None:
    full = {state for step in STEPS.values() if step.fast_lane is not True for state in step.due_in}
    fast = {state for step in STEPS.values() if step.fast_lane is not False for state in step.due_in}
    assert (full, fast) == (set(STEP_OF_STATE), set(FAST_STEP_OF_STATE))


def test_a_step_runs_only_after_the_flow_has_waited_for_a_state_in_which_it_is_due() -> None:
    gate: State | None = None
    for what, name in _told("cluster_strategy"):
        if what == "until":
            gate = State[name]
        elif name in STEPS:
            assert gate is not None
            assert min(ORDER.index(state) for state in STEPS[name].due_in) >= ORDER.index(gate), name


@every_flow
def test_a_flow_file_holds_no_rule_and_no_sql_and_fits_on_one_page(slug: str) -> None:
    text = (FOLDER / f"{slug}.py").read_text(encoding="utf-8")
    tree = ast.parse(text)
    modules = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    allowed = {
        "__future__",
        "prefect",
        "prefect.client.schemas.objects",
        "clusterprocess.domain.states",
        "flows.stages",
    }
    assert modules <= allowed
    branches = [n for n in ast.walk(tree) if isinstance(n, ast.If | ast.For | ast.While | ast.Try | ast.Lambda)]
    assert len(branches) == (slug == "individual_advice")  # the one branch is the short lane of ruling 3
    assert len(text.splitlines()) <= 60


@every_flow
def test_the_flow_explains_its_parameters_in_german(slug: str) -> None:
    flow = FLOWS[slug]
    assert "bringt einen Vorgang so weit, wie es ohne Menschen geht" in flow.description
    assert set(flow.parameters.properties) == {"engagement", "request"}
    assert "Vorgangsnummer" in str(flow.parameters.properties["engagement"])
