"""How each kind of field is drawn: a control with its label, what is known or typed, and the error beside it."""

from __future__ import annotations

import pytest
from lxml import html

from clusterprocess.config import Settings
from clusterprocess.offerings.guest_forms import FormErrors, accepted
from clusterprocess.web.drawing import FieldView, sections_of
from clusterprocess.web.guests.contexts import Fault, FormPage, Frame
from clusterprocess.web.templates import Templates, web_folder
from tests.web.form_of_every_kind import EVERY_KIND

TEMPLATES = Templates(web_folder(Settings().templates_folder))
KEYS = [field.key for field in EVERY_KIND.fields]


def views(typed: dict[str, object] | None = None, errors: dict[str, str] | None = None) -> dict[str, FieldView]:
    sections = sections_of(EVERY_KIND, typed, errors or {})
    return {f.key: f for s in sections for g in s.groups for f in g.every_field}


def drawn(typed: dict[str, object] | None = None, errors: dict[str, str] | None = None) -> html.HtmlElement:
    """The whole page, parsed."""
    ids = {key: view.id for key, view in views(typed, errors).items()}
    page = FormPage(
        frame=Frame(True, "Gefördert", "Emblem", TEMPLATES.static),
        title=EVERY_KIND.title,
        intro=EVERY_KIND.intro,
        facts=EVERY_KIND.facts,
        minutes=3,
        sections=sections_of(EVERY_KIND, typed, errors or {}),
        submit="Absenden",
        privacy="Beispiel.",
        action="/a/1",
        save_action="/a/1/entwurf",
        token="muster",
        errors=tuple(Fault(ids[key], sentence) for key, sentence in (errors or {}).items()),
        notice="",
        saved_at="",
        keeps=True,
        contents=True,
        is_long=True,
    )
    return html.document_fromstring(TEMPLATES.render("guests/form.html", page))


def posted_by(page: html.HtmlElement) -> dict[str, object]:
    """What a browser would post from the page as it stands."""
    values: dict[str, object] = {}
    longer = {area.get("name") for area in page.xpath("//textarea")}
    for name, value in page.forms[0].form_values():
        value = value.removeprefix("\n") if name in longer else value  # as browsers read a textarea, unlike this parser
        known = values.get(name)
        values[name] = value if known is None else [*(known if isinstance(known, list) else [known]), value]
    return {key: value for key, value in values.items() if not key.startswith("_")}


@pytest.mark.parametrize("key", KEYS)
def test_a_field_has_a_control_with_a_name_that_a_screen_reader_reads(key: str) -> None:
    page = drawn()
    controls = page.xpath(f"//*[@name='{key}']")
    assert controls
    for control in controls:
        labelled = page.xpath(f"//label[@for='{control.get('id')}']") or control.xpath("ancestor::label")
        assert labelled and labelled[0].text_content().strip()
    if controls[0].get("type") in ("radio",) or len(controls) > 1:
        question = controls[0].xpath("ancestor::fieldset[1]/legend")[0].text_content()
        assert views()[key].label in question


@pytest.mark.parametrize("key", KEYS)
def test_an_error_stands_beside_its_field_and_at_the_top_with_a_link_to_it(key: str) -> None:
    page = drawn({}, {key: f"„{key}“ stimmt nicht."})
    link = page.xpath("//div[@id='fehler'][@role='alert']//a")[0]
    target = page.get_element_by_id(link.get("href")[1:])
    assert target.get("name") == key
    holder = target if target.get("aria-invalid") else target.xpath("ancestor::fieldset[1]")[0]
    assert holder.get("aria-invalid") == "true"
    described = holder.get("aria-describedby").split()
    assert any("stimmt nicht" in page.get_element_by_id(part).text_content() for part in described)


def test_what_is_known_is_shown_and_taken_over_when_it_is_left_as_it_is() -> None:
    values = posted_by(drawn())
    # a German comma in 1250.5, no decimals in 42.0, an ISO day as date inputs want it, False as "nein"
    assert {k: values[k] for k in ("number", "count", "day", "choices", "scale", "yes")} == {
        "number": "1250,5", "count": "42", "day": "2015-03-16", "choices": ["rot", "blau"], "scale": "4", "yes": "nein",
    }  # fmt: skip
    taken = accepted(EVERY_KIND, values | {"text": "Rolle", "choice": "rot", "tick": "ja"})
    assert (taken["number"], taken["count"], taken["yes"]) == (1250.5, 42, "nein")


def test_what_was_typed_comes_back_as_typed_even_where_it_is_wrong() -> None:
    typed: dict[str, object] = {
        "text": '"><script>alert(1)</script>', "long": "\nerste\nzweite & dritte", "number": "viel", "day": "31.02.2015",
        "choice": "blau", "many": "k7", "choices": "blau", "scale": "2", "nps": "0", "yes": "ja", "tick": "ja",
    }  # fmt: skip
    page = drawn(typed)
    values = posted_by(page)
    assert {k: values[k] for k in typed} == typed
    assert page.xpath("//script[not(@src)]") == []


def test_an_emptied_field_stays_empty_although_a_value_is_known() -> None:
    values = posted_by(drawn({"text": "Rolle", "number": ""}))
    assert values["number"] == "" and "choices" not in values and "scale" not in values


def test_a_question_that_may_stay_open_can_be_taken_back() -> None:
    page = drawn()
    for key, optional in (("scale", True), ("nps", True), ("yes", True), ("choice", False)):
        assert bool(page.xpath(f"//input[@name='{key}'][@value='']")) is optional, key


def test_errors_of_a_whole_form_lead_to_their_fields_in_the_order_of_the_page() -> None:
    with pytest.raises(FormErrors) as refused:
        accepted(EVERY_KIND, {"day": "gestern", "nps": "11"})
    page = drawn({}, refused.value.by_field)
    targets = [link.get("href")[1:] for link in page.xpath("//div[@id='fehler']//a")]
    assert [page.get_element_by_id(t).get("name") for t in targets] == ["text", "day", "choice", "nps", "tick"]
    assert page.xpath("//title")[0].text.startswith("Fehler: ")
    assert "5 Angaben" in page.get_element_by_id("fehler").text_content()


def test_measures_stand_in_one_card_each_with_their_details_folded_away() -> None:
    page = drawn({"m.1.status": "rot", "m.2.result": "Vertrag"})
    cards = page.xpath("//div[@class='card']")
    assert [[c.get("name") for c in card.xpath("./details//input")] for card in cards] == [
        ["m.1.result"],
        ["m.2.result"],
    ]
    # what holds something is never hidden
    assert [bool(card.xpath("./details[@open]")) for card in cards] == [False, True]
    assert [s.text for s in page.xpath("//details[@class='more' or contains(@class, 'more')]/summary")] == [
        "Einzelheiten: Ergebnis", "Einzelheiten: Ergebnis",
    ]  # fmt: skip


def test_a_wrong_detail_is_not_hidden() -> None:
    assert len(drawn({}, {"m.2.result": "zu lang"}).xpath("//details[@open]//input[@name='m.2.result']")) == 1


def test_number_pads_fit_the_number() -> None:
    modes = {key: views()[key].inputmode for key in ("number", "count", "change", "text")}
    # the pads of telephones have no minus sign
    assert modes == {"number": "decimal", "count": "numeric", "change": "", "text": ""}


def test_a_page_has_one_heading_a_skip_link_and_unique_ids() -> None:
    page = drawn({}, {"text": "fehlt"})
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//body/a[1]/@href") == ["#inhalt"] and page.get_element_by_id("inhalt").tag == "main"
    assert page.get("lang") == "de"


def test_a_page_has_no_inline_style_or_script_and_loads_only_its_own_files() -> None:
    page = drawn()
    assert page.xpath("//@style | //style | //@onclick | //script[not(@src)]") == []
    sources = page.xpath("//@src | //link/@href")
    assert sources and all(source.startswith("/static/") for source in sources)
