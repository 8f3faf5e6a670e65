"""A page's form as a browser would post it: what every control of it holds."""

from __future__ import annotations

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.values: dict[str, list[str]] = {}
        self.area = ""
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {k: v or "" for k, v in attrs}
        if tag == "form":
            self.inside = has.get("id") == self.form_id
        if not self.inside or ((name := has.get("name", "")) == "" and tag != "option"):
            return
        if tag == "input" and (has.get("type") not in ("checkbox", "radio") or "checked" in has):
            self.values.setdefault(name, []).append(has.get("value", ""))
        elif tag == "textarea":
            self.area = name
            self.values.setdefault(name, []).append("")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in has:
            self.values.setdefault(self.select, []).append(has.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            self.area = ""
        if tag == "select":
            self.select = ""


def form_values(page: str, form_id: str) -> dict[str, list[str]]:
    """Name and values of all controls of one form, without its token and its buttons."""
    reader = _Reader(form_id)
    reader.feed(page)
    return {name: values for name, values in reader.values.items() if name not in ("_token", "_do")}
