// Pages work without this; what it shows is cut out of the server's pages.
// form[data-live="#a,#b"]: a change (not in [data-quiet]) posts it with do=check&live=1, swaps #a, #b.
// [data-follow][id]: reads the page again until it lacks that. [data-say]: said when swapped in.
// input[data-drop="Up|Remove"]: takes, lists, moves and removes dropped files.
(() => {
  "use strict";
  const doc = document;
  const byId = (id) => doc.getElementById(id);
  const all = (root, what) => [...root.querySelectorAll(what)];
  const make = (name, more) => Object.assign(doc.createElement(name), more);
  const voice = make("p", { className: "hidden", role: "status" });
  doc.body.append(voice);
  const say = (text) => { if (text) voice.textContent = text; };

  const swap = (page, id) => {
    const old = byId(id), fresh = page.getElementById(id);
    if (!old || !fresh || old.outerHTML === fresh.outerHTML) return;
    const focus = old.contains(doc.activeElement) && doc.activeElement;
    const caret = focus && focus.selectionStart;
    const open = all(old, "details").map((one) => one.open);
    all(fresh, "[autofocus]").forEach((one) => one.removeAttribute("autofocus"));
    // What was typed meanwhile stays.
    all(old, "input[id]:not([type=file]),select[id],textarea[id]").forEach(({ id, value, checked }) => {
      const one = page.getElementById(id);
      if (one && value) Object.assign(one, { value, checked });
    });
    old.replaceWith(doc.adoptNode(fresh));
    const details = all(fresh, "details");
    if (details.length === open.length) details.forEach((one, at) => { one.open ||= open[at]; });
    const again = focus && byId(focus.id);
    if (again) {
      again.focus({ preventScroll: true });
      try { if (caret != null) again.setSelectionRange(caret, caret); } catch { /* has no caret */ }
    }
    begin(fresh);
    const words = fresh.matches("[data-say]") ? fresh : fresh.querySelector("[data-say]");
    if (words) say(words.textContent.trim());
  };
  const read = async (address, options) => {
    const answer = await fetch(address, options);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return answer.redirected || answer.status === 403 ? null : page;
  };

  const live = (form) => {
    let wait, asking;
    const stop = () => { clearTimeout(wait); asking?.abort(); };
    const ask = async () => {
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      data.set("do", "check");
      data.set("live", "1");
      const { signal } = (asking = new AbortController());
      const body = form.enctype.startsWith("multipart") ? data : new URLSearchParams(data);
      try {
        const page = await read(form.action, { method: "POST", body, signal });
        if (page && !signal.aborted) form.dataset.live.split(",").forEach((id) => swap(page, id.trim().slice(1)));
      } catch { /* Overtaken */ }
    };
    const changed = ({ target, type }) => {
      if (target.type === "file" || target.closest("[data-quiet]")) return;
      stop();
      wait = setTimeout(ask, type === "change" ? 150 : 600);
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("submit", stop);
  };

  const follow = ({ id }) => {
    let pause = 1500;
    const look = async () => {
      const mine = byId(id);
      if (!mine || !("follow" in mine.dataset)) return;
      const typing = mine.contains(doc.activeElement) && doc.activeElement.matches("input,textarea,select");
      if (!doc.hidden && !typing) {
        try {
          const page = await read(location.href);
          if (!page || !page.getElementById(id)) return;
          swap(page, id);
        } catch { /* Later */ }
        pause = byId(id) === mine ? Math.min(pause * 1.4, 30000) : 1500;
      }
      setTimeout(look, pause);
    };
    setTimeout(look, pause);
  };

  const drop = (input) => {
    const [up, remove] = input.dataset.drop.split("|");
    const list = make("ol", { className: "dropped" });
    const zone = input.closest(".drop") ?? input.parentElement;
    input.after(list);
    let files = [];
    const show = () => {
      const held = new DataTransfer();
      files.forEach((file) => held.items.add(file));
      input.files = held.files;
      list.replaceChildren(...files.map((file, at) => {
        const row = make("li");
        const button = (words, run) => {
          const one = make("button", { type: "button", className: "link", textContent: words, ariaLabel: `${words}: ${file.name}` });
          one.onclick = () => { run(); show(); (list.querySelector("button") ?? input).focus(); };
          row.append(one);
        };
        row.append(make("span", { textContent: file.name }));
        if (at) button(up, () => files.splice(at - 1, 0, ...files.splice(at, 1)));
        button(remove, () => files.splice(at, 1));
        return row;
      }));
      say(files.map((file) => file.name).join(", "));
    };
    const add = (more) => {
      files.push(...more);
      show();
    };
    input.addEventListener("change", () => add(input.files));
    const over = (on) => (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      zone.classList.toggle("over", on);
      if (event.type === "drop") add(event.dataTransfer.files);
    };
    zone.addEventListener("dragover", over(true));
    zone.addEventListener("dragleave", over(false));
    zone.addEventListener("drop", over(false));
  };

  const begin = (root) => {
    all(root, "form[data-live]").forEach(live);
    all(root, "input[data-drop]").forEach(drop);
  };
  begin(doc);
  all(doc, "[data-follow][id]").forEach(follow);

  // Posts once.
  doc.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || event.submitter?.formTarget) return;
    if (form.dataset.posted) return event.preventDefault();
    form.dataset.posted = "1";
    setTimeout(() => delete form.dataset.posted, 4000);
  });
})();
