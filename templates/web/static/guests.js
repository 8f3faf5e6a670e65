// Saves what is typed: one second after the last keystroke, and when the page is left. Without it a button does the same.
"use strict";
(() => {
  const faults = document.getElementById("fehler");
  if (faults) faults.focus();
  const form = document.querySelector("form[data-save]");
  const line = document.getElementById("gesichert");
  if (!form || !line || !window.fetch) return;

  const PAUSE = 1000, AGAIN = 10000;
  let timer = 0, running = null, changed = false, ended = false;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    if (ended || !changed) return;
    if (running) return later(PAUSE);
    changed = false;
    running = new AbortController();
    try {
      const answer = await fetch(form.dataset.save, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json" },
        signal: running.signal,
        keepalive: document.visibilityState === "hidden",
      });
      if (answer.ok) {
        line.textContent = `Gesichert um ${(await answer.json()).saved} Uhr`;
      } else if (answer.status === 429 || answer.status >= 500) {
        throw new Error("later");
      } else {
        ended = true;
        line.textContent = `Nicht gesichert: ${(await answer.json()).hint}`;
      }
    } catch {
      if (ended) return;
      changed = true;
      line.textContent = "Noch nicht gesichert; wird gleich wieder versucht.";
      later(AGAIN);
    } finally {
      running = null;
    }
  }

  form.addEventListener("input", () => {
    changed = true;
    line.textContent = "Wird gesichert …";
    later(PAUSE);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  form.addEventListener("submit", () => {
    ended = true;
    clearTimeout(timer);
    if (running) running.abort();
  });
})();
