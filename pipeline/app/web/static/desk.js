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
        if (request.status === 202) {
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
})();
