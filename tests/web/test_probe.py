import re
from contextlib import ExitStack
from playwright.sync_api import sync_playwright
from clusterprocess.domain.states import State
from clusterprocess.usecases.follow_ups import open_follow_up
from tests.builders import Agency, bring_to
from tests.web.conftest import Pages
from tests.web.test_every_purpose import event, first_values, registrations, WHO, given, Wanted, EVENT
ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
OUT = "/tmp/s/shots"
SIZES = (("phone", 360, 740), ("tiny", 320, 640), ("desktop", 1280, 900))

def shots(pages: Pages, link: int, name: str, act=None) -> None:
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        for size, w, h in SIZES:
            c = b.new_context(viewport={"width": w, "height": h})
            pg = c.new_page()
            pg.goto(pages.address + pages.path(link))
            print(name, size, pg.evaluate("document.documentElement.scrollWidth"))
            pg.screenshot(path=f"{OUT}/{name}-{size}.png", full_page=True)
            if size == "desktop":
                pg.pdf(path=f"{OUT}/{name}.pdf")
            c.close()
        b.close()

def test_follow_up(agency: Agency) -> None:
    bring_to(agency, State.FOLLOW_UP)
    planned = agency.engagement(lambda e: [(f.id, f.key, f.due_on) for f in e.follow_ups])
    print(planned)
    for f, key, day in planned:
        if key not in ("3m", "12m"): continue
        agency.set_day(day)
        agency.run("system", lambda work: open_follow_up(work, f))
        link = agency.look(lambda w: w.queries.personal_links(follow_up_id=f)[0].id)
        with ExitStack() as stack:
            pages = Pages(agency, stack, link)
            v = pages.entered()
            print(key, re.findall(r'name="([^"]+)" type="radio" value="([^"]+)"', v.page)[:30])
            open(f"{OUT}/fu{key}.html", "w").write(v.page)
            shots(pages, link, "followup" + key)

def test_event(event: Pages) -> None:
    shots(event, event.link, "registration")
    event.entered().post(event.form(), WHO)
    number, _ = registrations(event.agency)["Anna Ahorn (Beispiel)"]
    shots(event, given(event.agency, Wanted("zusage", EVENT, registration=number)), "response")

def test_survey(pages: Pages) -> None:
    shots(pages, pages.link, "form")
    v = pages.entered()
    import gzip, httpx
    style = re.search(r'(/static/[^"]+\.css)', v.page)[1]
    js = re.search(r'(/static/[^"]+\.js)', v.page)[1]
    for path in (pages.form(), style, js, style.replace("guests.css","emblem.svg"), style.replace("guests.css","icon.svg")):
        r = v.client.build_request("GET", path)
        raw = v.client.send(r, stream=True)
        n = sum(len(x) for x in raw.iter_raw())
        print("WEIGHT", path, n, raw.headers.get("content-encoding"))
        raw.close()
