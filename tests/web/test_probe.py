import os
from playwright.sync_api import sync_playwright
from tests.web.conftest import Pages

ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

def test_shots(pages: Pages) -> None:
    out = "/tmp/s/shots"
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        for name, size in (("phone", (360, 740)), ("tiny", (320, 640)), ("desktop", (1280, 900))):
            c = b.new_context(viewport={"width": size[0], "height": size[1]})
            pg = c.new_page()
            pg.goto(pages.address + pages.path())
            print(name, pg.url, pg.evaluate("document.documentElement.scrollWidth"))
            pg.screenshot(path=f"{out}/form-{name}.png", full_page=name != "x")
            pg.check("input[name=size][value='20-49']")
            pg.fill("textarea[name=obstacle]", "Zeit")
            pg.locator("#gesichert", has_text="Gesichert um").wait_for()
            print(pg.inner_text("#gesichert"))
            pg.click("button:has-text('Antworten')")
            print(pg.url, pg.title())
            pg.screenshot(path=f"{out}/errors-{name}.png")
            pg.check("input[name=kind][value=kmu]")
            pg.click("button:has-text('Antworten')")
            print(pg.url, pg.title())
            pg.screenshot(path=f"{out}/thanks-{name}.png")
            pg.goto(pages.address + f"/a/{pages.link}")
            pg.screenshot(path=f"{out}/answered-{name}.png")
            pg.goto(pages.address + "/l/wrong")
            pg.screenshot(path=f"{out}/gone-{name}.png")
            c.close()
        b.close()
    print(pages.responses())
