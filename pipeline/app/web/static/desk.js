// Importing and reviewing: comfort only, both work by forms alone.
(() => {
  "use strict";
  const local = (place) => {
    for (const time of place.querySelectorAll("time[datetime*='T']")) {
      const at = new Date(time.dateTime);
      if (!isNaN(at)) time.textContent = at.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    }
  };
  local(document);
  document.documentElement.classList.add("scripted");

  // Files go one after the other, each with its progress.
  const form = document.querySelector("[data-sending]");
  if (form) {
    const list = document.querySelector("[data-sent-list]");
    const picker = form.querySelector("input[type=file]");
    const waiting = [];
    let busy = false;
    const line = (file) => {
      const row = document.createElement("li");
      const name = document.createElement("span");
      name.className = "name";
      name.textContent = file.name;
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      const state = document.createElement("span");
      state.className = "told-state";
      row.append(name, bar, state);
      list.append(row);
      return { row, bar, state };
    };
    const refuse = (told, why) => {
      told.state.textContent = form.dataset.refused;
      told.state.classList.add("bad");
      const text = document.createElement("p");
      text.className = "why";
      text.textContent = why;
      told.row.append(text);
    };
    const send = ({ file, told }) => new Promise((ended) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("file", file);
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        told.bar.value = event.loaded / event.total;
        told.state.textContent = `${Math.round(100 * told.bar.value)} %`;
      });
      request.addEventListener("loadend", () => {
        const answer = request.response || {};
        if (request.status === 429) {
          told.state.textContent = form.dataset.waits;
          setTimeout(() => ended(send({ file, told })), 1000 * Number(request.getResponseHeader("retry-after") || 5));
          return;
        }
        const failure = request.status === 202 && answer.uploads[0].failures[0];
        if (failure) {
          told.bar.value = 1;
          refuse(told, failure.reason);
        } else if (request.status === 202) {
          told.bar.value = 1;
          told.state.textContent = form.dataset.sent;
        } else {
          refuse(told, answer.detail || request.statusText || "—");
        }
        ended();
      });
      request.open("POST", "/api/ingest");
      request.responseType = "json";
      request.send(body);
    });
    const work = async () => {
      if (busy) return;
      busy = true;
      while (waiting.length) { await send(waiting.shift()); refresh(); }
      busy = false;
    };
    const take = (files) => { for (const file of files) waiting.push({ file, told: line(file) }); work(); };
    picker.addEventListener("change", () => { take([...picker.files]); picker.value = ""; });
    form.addEventListener("submit", (event) => { event.preventDefault(); take([...picker.files]); picker.value = ""; });
    addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("dragging"); });
    addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dragging"); });
    addEventListener("drop", (event) => {
      event.preventDefault();
      document.body.classList.remove("dragging");
      take([...event.dataTransfer.files]);
    });
    addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });
  }

  // The queue shows itself anew while anything in it is not read yet, unless somebody is at work in it.
  let asking = false;
  async function refresh() {
    const queue = document.querySelector("[data-queue]");
    if (!queue || asking || document.hidden || queue.contains(document.activeElement) || queue.querySelector("details[open]")) return;
    asking = true;
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-queue]");
      if (answer.ok && fresh) { queue.replaceWith(document.adoptNode(fresh)); local(fresh); }
    } finally { asking = false; }
  }
  if (document.querySelector("[data-queue]")) {
    setInterval(() => {
      const queue = document.querySelector("[data-queue]");
      if (Number(queue.dataset.pending)) refresh().catch(() => {});
    }, 2000);
  }

  // Reviewing: a key judges the fact at hand and goes on to the next; each can be taken back where it stood.
  const items = document.querySelector("[data-items]");
  if (items) {
    const cards = [...items.querySelectorAll("[data-item]")];
    const judged = [];
    let at = null;
    const open = () => cards.filter((card) => !card.classList.contains("done"));
    const go = (card, focus = true) => {
      if (at) at.classList.remove("at");
      at = card || null;
      if (!at) return;
      at.classList.add("at");
      if (focus) at.focus({ preventScroll: false });
    };
    const step = (by) => {
      const next = open();
      const place = next.indexOf(at);
      go(next[Math.min(next.length - 1, Math.max(0, place + by))]);
    };
    const complain = (card, why) => {
      const place = card.querySelector("[data-refused]");
      place.textContent = why;
      place.hidden = !why;
    };
    const post = async (card, action, body) => {
      try {
        const answer = await fetch(action, { method: "POST", body, headers: { accept: "application/json" } });
        const told = await answer.json();
        if (answer.ok) return told;
        complain(card, told.detail || String(answer.status));
      } catch (error) { complain(card, String(error)); }
      return null;
    };
    const ended = () => {
      if (open().length || items.hasAttribute("data-whole")) return;
      setTimeout(() => { if (!open().length) location.assign(new URL(location.pathname + without(location.search), location)); }, 1500);
    };
    const without = (query) => {
      const told = new URLSearchParams(query);
      for (const name of ["judged", "overtaken", "cursor"]) told.delete(name);
      return told.size ? `?${told}` : "";
    };
    const finish = (card, entry, word) => {
      const line = document.createElement("p");
      line.className = "done-line";
      const said = document.createElement("b");
      said.textContent = word;
      const quote = document.createElement("span");
      quote.className = "quote";
      quote.textContent = entry.quote;
      const back = document.createElement("button");
      back.className = "plain";
      back.type = "button";
      back.textContent = items.dataset.undo;
      back.addEventListener("click", () => undo(card));
      line.append(said, quote, back);
      card.append(line);
      card.classList.add("done");
      judged.push({ card, entry, line });
      const rest = open();
      go(rest.find((other) => cards.indexOf(other) > cards.indexOf(card)) || rest[0]);
      ended();
    };
    const undo = async (card) => {
      const place = judged.findLastIndex((one) => !card || one.card === card);
      if (place < 0) return;
      const one = judged[place];
      const body = new URLSearchParams({ judgement: one.entry.id });
      const entry = await post(one.card, "/review/undo.json", body);
      if (!entry) return;
      judged.splice(place, 1);
      one.line.remove();
      one.card.classList.remove("done");
      for (const after of one.card.querySelectorAll("input[name=after]")) after.value = entry.id;
      go(one.card);
    };
    items.addEventListener("submit", async (event) => {
      const form = event.target.closest("[data-judge]");
      if (!form) return;
      event.preventDefault();
      const card = form.closest("[data-item]");
      if (card.dataset.busy) return;
      card.dataset.busy = "yes";
      complain(card, "");
      const action = form.getAttribute("action").replace("/review/judge", "/review/judge.json");
      const word = (form.querySelector("button").firstChild || form).textContent.trim();
      const entry = await post(card, action, new URLSearchParams(new FormData(form)));
      delete card.dataset.busy;
      if (entry) finish(card, entry, word);
    });
    items.addEventListener("focusin", (event) => { const card = event.target.closest("[data-item]"); if (card && card !== at) go(card, false); });
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape" && at) { const form = at.querySelector("[data-correct]"); form.open = false; at.focus(); return; }
      if (event.target.closest("input, textarea, select")) return;
      const key = event.key.toLowerCase();
      if (key === "j") step(1);
      else if (key === "k") step(-1);
      else if (key === "u") undo(null);
      else if (!at) return;
      else if (key === "c") at.querySelector("[data-judge=confirm]").requestSubmit();
      else if (key === "x") at.querySelector("[data-judge=reject]").requestSubmit();
      else if (key === "e") { const form = at.querySelector("[data-correct]"); form.open = true; form.querySelector("[name^='is.']").focus(); }
      else return;
      event.preventDefault();
    });
    go(cards[0], false);
  }
})();
