"""The list of methods: complete, findable, each with a schema and an example that runs."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import tomllib

import pytest
from pydantic import BaseModel

import clusterprocess.methods
from clusterprocess.catalogues.reading import catalogue_names, catalogue_text
from clusterprocess.domain.errors import NotFoundError
from clusterprocess.methods.registry import METHODS, Method, method_named

each_method = pytest.mark.parametrize("method", METHODS, ids=lambda method: method.slug)


@each_method
def test_every_method_states_formula_unit_source_and_mark(method: Method) -> None:
    assert method.formula.strip()
    assert method.unit.strip()
    assert method.source.strip()
    assert method.mark in {"[V]", "[D]", "[M]"}
    assert method.title.de.strip()
    assert (method.title.en or "").strip()


@each_method
def test_every_input_has_a_schema_with_described_fields(method: Method) -> None:
    schema = method.input_model.model_json_schema()
    assert schema["properties"]
    models = [schema, *(part for part in schema.get("$defs", {}).values() if "properties" in part)]
    for model in models:
        assert all(field.get("description") for field in model["properties"].values()), model["title"]


@each_method
def test_every_method_runs_its_own_example_and_its_result_survives_json(method: Method) -> None:
    example = method.input_model.model_json_schema()["examples"][0]
    result = method.function(method.input_model.model_validate(example))
    assert type(result).model_validate_json(result.model_dump_json()) == result
    # each catalogue has a version of its own; a result names the one whose thresholds it used
    assert result.model_dump()["catalogue_version"] in {
        f"{tomllib.loads(catalogue_text(n))['version']}" for n in catalogue_names()
    }


@each_method
def test_inputs_are_frozen_and_know_no_surplus_field(method: Method) -> None:
    assert method.input_model.model_config["frozen"] is True
    assert method.input_model.model_config["extra"] == "forbid"


@each_method
def test_every_result_field_is_described(method: Method) -> None:
    result = inspect.get_annotations(method.function, eval_str=True)["return"]
    assert issubclass(result, BaseModel)
    assert all(field.description for field in result.model_fields.values())


def test_every_module_with_an_input_model_is_listed() -> None:
    listed = {method.input_model.__module__ for method in METHODS}
    for module in pkgutil.iter_modules(clusterprocess.methods.__path__, "clusterprocess.methods."):
        loaded = importlib.import_module(module.name)
        own = [v for v in vars(loaded).values() if inspect.isclass(v) and v.__module__ == module.name]
        if any(value.__name__.endswith("Input") for value in own):
            assert module.name in listed


def test_slugs_and_codes_are_unique() -> None:
    names = [name.casefold() for method in METHODS for name in (method.slug, method.code)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ["F1", "f1", "peer-group", "Peer-Group", " f1 "])
def test_a_method_is_found_by_slug_or_code_in_any_case(name: str) -> None:
    assert method_named(name).code == "F1"


def test_an_unknown_method_lists_the_known_ones() -> None:
    with pytest.raises(NotFoundError, match=r"F99 gibt es nicht.*peer-group \(F1\).*maturity \(REIFE\)"):
        method_named("F99")
