// What a page gains with script: saving while typing, live progress, the error list in focus. Everything works without it.
"use strict";
(() => {
  const faults = document.getElementById("fehler");
  if (faults) faults.focus();

  // --- saving while typing: form[data-save], its line is [role=status] inside the form
  for (const form of document.querySelectorAll("form[data-save]")) keep(form);

  function keep(form) {
    const line = form.querySelector("[role=status]");
    if (!line) return;
    const PAUSE = 1000, AGAIN = 10000;
    let timer = 0, running = null, changed = false, ended = false;
    const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

    async function save() {
      if (ended || !changed) return;
      if (running) return later(PAUSE);
      changed = false;
      running = new AbortController();
      try {
        const answer = await fetch(form.dataset.save, {
          method: "POST",
          body: new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")),
          headers: { Accept: "application/json" },
          signal: running.signal,
          keepalive: document.visibilityState === "hidden",
        });
        if (answer.status === 429 || answer.status >= 500) throw new Error("later");
        const told = await answer.json();
        line.textContent = answer.ok ? `Entwurf gesichert um ${told.saved} Uhr` : `Nicht gesichert: ${told.hint}`;
        ended = !answer.ok;
        show(form, told.hints || {});
      } catch {
        if (ended) return;
        changed = true;
        line.textContent = "Noch nicht gesichert; wird gleich wieder versucht.";
        later(AGAIN);
      } finally {
        running = null;
      }
    }

    form.addEventListener("input", () => { changed = true; line.textContent = "Wird gesichert …"; later(PAUSE); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
    form.addEventListener("submit", () => { ended = true; clearTimeout(timer); if (running) running.abort(); });
  }

  // Plausibility beside the field: the server answers {hints: {key: sentence}}, the place is [data-hint=key].
  function show(form, hints) {
    for (const place of form.querySelectorAll("[data-hint]")) {
      const told = hints[place.dataset.hint] || "";
      if (place.textContent !== told) place.textContent = told;
      place.hidden = !told;
    }
  }

  // --- live progress: [data-live] names an event stream; its "done" event reloads the page once
  const live = document.querySelector("[data-live]");
  if (live && window.EventSource) {
    const stream = new EventSource(live.dataset.live);
    stream.addEventListener("state", (event) => { live.textContent = event.data; });
    stream.addEventListener("done", () => { stream.close(); location.reload(); });
    window.addEventListener("pagehide", () => stream.close());
  }

  // --- ticking all rows of a table: input[data-all=name]
  for (const all of document.querySelectorAll("input[data-all]")) {
    all.addEventListener("change", () => {
      for (const box of document.querySelectorAll(`input[name="${all.dataset.all}"]`)) box.checked = all.checked;
    });
  }

  // --- forms that must be sent once
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      setTimeout(() => delete form.dataset.sent, 4000);
    });
  }
})();
