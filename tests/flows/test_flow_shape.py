"""The flow file reads as stages: it names only steps and states that exist, in their order, and holds no rule."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from clusterprocess.domain.runs import STEP_NAMES
from clusterprocess.domain.states import ORDER, Stage, State
from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.usecases.effects import STEP_OF_STATE
from clusterprocess.usecases.run_steps import STEPS, VERSION_STEPS, WORKSHOP_STEPS
from flows.catalogue import FLOWS

FILE = Path(__file__).parents[2] / "flows" / "cluster_strategy.py"


def _told() -> list[tuple[str, str]]:
    """The flow's lines in their order, as (``until`` or ``step``, name)."""
    found = []
    for node in ast.walk(ast.parse(FILE.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("until", "step"):
            word = node.args[0]
            name = word.attr if isinstance(word, ast.Attribute) else str(getattr(word, "value", ""))
            found.append((node.lineno, node.func.attr, name))
    return [(what, name) for _, what, name in sorted(found)]


def _steps() -> list[str]:
    return [name for what, name in _told() if what == "step"]


def _states() -> list[State]:
    return [State[name] for what, name in _told() if what == "until"]


def test_every_offering_has_a_flow_and_every_flow_an_offering() -> None:
    assert sorted(FLOWS) == sorted(offering.slug for offering in OFFERINGS)


def test_the_flow_performs_only_steps_that_exist_each_once() -> None:
    assert set(_steps()) <= {*STEPS, *VERSION_STEPS}
    assert len(_steps()) == len(set(_steps()))


def test_no_step_is_forgotten_in_the_flow() -> None:
    # papers of workshops hang on workshops, not on states: the flow asks for them with one line
    assert set(_steps()) | set(WORKSHOP_STEPS) == {*STEPS, *VERSION_STEPS, *WORKSHOP_STEPS} == set(STEP_NAMES)
    assert "await run.workshop_papers()" in FILE.read_text(encoding="utf-8")


def test_the_flow_waits_for_states_in_the_order_of_the_process() -> None:
    places = [ORDER.index(state) for state in _states()]
    assert places == sorted(places) and len(places) == len(set(places))
    assert _states()[-1] is State.CLOSED


def test_the_steps_follow_the_stages_of_the_process() -> None:
    stages = [list(Stage).index(STEPS[name].stage) for name in _steps() if name in STEPS]
    assert stages == sorted(stages)


@pytest.mark.parametrize("state", sorted(STEP_OF_STATE), ids=str)
def test_a_state_that_waits_for_automated_work_is_served_by_the_flow(state: State) -> None:
    step, stage = STEP_OF_STATE[state]
    assert STEPS[step].stage is stage
    assert state in STEPS[step].due_in
    passed = [State[name] for what, name in _told()[: _told().index(("step", step))] if what == "until"]
    # the last gate before the step must already be open when the engagement stands at this state
    assert ORDER.index(passed[-1]) <= ORDER.index(state)


def test_every_state_in_which_a_step_is_due_asks_for_a_run() -> None:
    waiting = {state for step in STEPS.values() for state in step.due_in}
    assert waiting == set(STEP_OF_STATE)


def test_a_step_runs_only_after_the_flow_has_waited_for_a_state_in_which_it_is_due() -> None:
    gate: State | None = None
    for what, name in _told():
        if what == "until":
            gate = State[name]
        elif name in STEPS:
            assert gate is not None
            assert min(ORDER.index(state) for state in STEPS[name].due_in) >= ORDER.index(gate), name


def test_the_flow_file_holds_no_rule_and_no_sql_and_fits_on_one_page() -> None:
    text = FILE.read_text(encoding="utf-8")
    tree = ast.parse(text)
    modules = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert modules <= {
        "__future__",
        "prefect",
        "prefect.client.schemas.objects",
        "clusterprocess.domain.states",
        "flows.stages",
    }
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.If | ast.For | ast.While | ast.Try | ast.Lambda)]
    assert len(text.splitlines()) <= 60


def test_the_flow_explains_its_parameters_in_german() -> None:
    flow = FLOWS["cluster_strategy"]
    assert flow.description.startswith("Gemeinsame Clusterstrategie")
    assert set(flow.parameters.properties) == {"engagement", "request"}
    assert "Vorgangsnummer" in str(flow.parameters.properties["engagement"])
