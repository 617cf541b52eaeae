// Everything here only adds comfort: each page works without it.
(() => {
  "use strict";
  const LONG = 1500; // characters that fit an address well

  // A browser grants autofocus only once it paints: what is typed before would be lost.
  const first = document.querySelector("[autofocus]");
  if (first && document.activeElement === document.body) first.focus({ preventScroll: true });

  // A long text is sent, not put into the address; Enter searches, Shift+Enter breaks the line.
  for (const box of document.querySelectorAll("[data-box]")) {
    const text = box.querySelector("textarea");
    const fit = () => { text.style.height = "auto"; text.style.height = `${text.scrollHeight + 2}px`; };
    text.addEventListener("input", fit);
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); box.requestSubmit(); }
    });
    box.addEventListener("submit", () => {
      if (text.value.length > LONG) { box.action = "/drop"; box.method = "post"; box.enctype = "multipart/form-data"; }
      const go = box.querySelector(".go");
      setTimeout(() => { go.disabled = true; go.textContent = box.dataset.working; });
    });
  }
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // "/" goes to the box from anywhere.
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, textarea, select")) return;
    const text = document.querySelector("[data-box] textarea");
    if (text) { event.preventDefault(); text.focus(); }
  });

  // A file dropped anywhere on the page is compared.
  const drop = document.querySelector("[data-drop]");
  if (drop) {
    const file = drop.querySelector("input[type=file]");
    addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("dragging"); });
    addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dragging"); });
    addEventListener("drop", (event) => {
      event.preventDefault();
      document.body.classList.remove("dragging");
      if (event.dataTransfer.files.length) { file.files = event.dataTransfer.files; drop.requestSubmit(); }
    });
    file.addEventListener("change", () => { if (file.files.length) drop.requestSubmit(); });
  }

  // On a narrow screen the facets begin closed.
  if (matchMedia("(max-width: 860px)").matches) {
    for (const details of document.querySelectorAll("[data-narrow-closed]")) details.open = false;
  }

  // What costs the server much comes when it is scrolled to; until then there is a link to it.
  const fetched = new IntersectionObserver((seen) => {
    for (const { target } of seen.filter((entry) => entry.isIntersecting)) {
      fetched.unobserve(target);
      fetch(target.dataset.later).then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status))).then((text) => {
        const part = new DOMParser().parseFromString(text, "text/html").querySelector("[data-part]");
        target.querySelector(".more").replaceWith(...part.childNodes);
      }).catch(() => {}); // the link stays
    }
  }, { rootMargin: "200px" });
  for (const later of document.querySelectorAll("[data-later]")) fetched.observe(later);

  // The graph: pointing at a node shows its links; a wheel or pinch comes nearer, a drag moves.
  const graph = document.querySelector("[data-graph]");
  if (graph) {
    const nodes = new Map([...graph.querySelectorAll("[data-node]")].map((node) => [node.dataset.node, node]));
    const lines = [...graph.querySelectorAll("[data-from]")];
    const light = (node) => {
      for (const other of nodes.values()) other.classList.remove("near");
      for (const line of lines) {
        const on = node && (line.dataset.from === node.dataset.node || line.dataset.to === node.dataset.node);
        line.classList.toggle("lit", Boolean(on));
        if (on) for (const end of [line.dataset.from, line.dataset.to]) nodes.get(end).classList.add("near");
      }
      if (node) node.classList.add("near");
      graph.classList.toggle("some", Boolean(node));
    };
    for (const kind of ["mouseover", "focusin"]) graph.addEventListener(kind, (event) => light(event.target.closest("[data-node]")));
    for (const kind of ["mouseleave", "focusout"]) graph.addEventListener(kind, () => light(null));
    const box = graph.viewBox.baseVal;
    const whole = { x: box.x, y: box.y, width: box.width, height: box.height };
    graph.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const by = Math.min(event.deltaY < 0 ? 0.85 : 1.18, whole.width / box.width);
      const frame = graph.getBoundingClientRect();
      box.x += box.width * (1 - by) * (event.clientX - frame.left) / frame.width;
      box.y += box.height * (1 - by) * (event.clientY - frame.top) / frame.height;
      box.width *= by;
      box.height *= by;
    }, { passive: false });
    let from = null;
    graph.addEventListener("pointerdown", (event) => { if (!event.target.closest("[data-node]")) from = event; });
    graph.addEventListener("pointermove", (event) => {
      if (!from) return;
      const scale = box.width / graph.getBoundingClientRect().width;
      box.x -= (event.clientX - from.clientX) * scale;
      box.y -= (event.clientY - from.clientY) * scale;
      from = event;
    });
    for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => { from = null; });
    const frame = graph.parentElement; // wider than a narrow screen: its middle first
    frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2;
    addEventListener("keydown", (event) => { if (event.key === "Escape") Object.assign(box, whole); });
  }

  // Hover or focus on a marked fact shows its card; the entry in the panel is lit.
  const bodies = document.querySelectorAll("[data-cards]");
  let card = null;
  const entries = (mark) => {
    const found = [];
    for (let at = mark; at && !at.hasAttribute("data-cards"); at = at.parentElement) {
      const entry = at.dataset && at.dataset.fact && document.getElementById(`fact-${at.dataset.fact}`);
      if (entry) found.push(entry);
    }
    return found;
  };
  const hide = () => {
    if (card) card.remove();
    card = null;
    for (const entry of document.querySelectorAll(".fact.on")) entry.classList.remove("on");
  };
  const show = (event) => {
    const mark = event.target.closest("[data-fact]");
    hide();
    if (!mark) return;
    const told = entries(mark);
    if (!told.length) return;
    card = document.createElement("div");
    card.className = "card-pop";
    card.setAttribute("role", "tooltip");
    for (const entry of told) {
      entry.classList.add("on");
      const part = document.createElement("div");
      for (const child of entry.cloneNode(true).childNodes) part.append(child.cloneNode(true));
      for (const named of part.querySelectorAll("[id]")) named.removeAttribute("id");
      card.append(part);
    }
    document.body.append(card);
    const place = mark.getClientRects()[0];
    const left = Math.min(place.left, document.documentElement.clientWidth - card.offsetWidth - 12);
    card.style.left = `${Math.max(8, left + scrollX)}px`;
    card.style.top = `${place.bottom + scrollY + 6}px`;
  };
  for (const body of bodies) {
    body.addEventListener("mouseover", show);
    body.addEventListener("focusin", show);
    body.addEventListener("mouseleave", hide);
  }
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
})();
