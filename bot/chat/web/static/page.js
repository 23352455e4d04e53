// What every page can do beyond links and a form. Everything here is also reachable without it.
"use strict";
window.page = (() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const PARAGRAPH = /^#p\d+$/;

  // Buttons that need a script are hidden until it runs; without it, a link is a link.
  const reveal = (within) => {
    all(".cited", within).forEach(chosenFirst);
    all("[data-share]", within).forEach((link) => (link.textContent = link.dataset.share));
    all("[data-copy][hidden], [data-print][hidden]", within).forEach((button) => (button.hidden = false));
  };

  // With a key held down a click opens a link elsewhere.
  const isPlain = (event) => !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

  async function copy(text) {
    try {
      return await navigator.clipboard.writeText(text);
    } catch {
      // not available over plain HTTP, nor in every frame; the old way works there
    }
    const area = Object.assign(document.createElement("textarea"), { value: text, className: "unseen" });
    document.body.append(area);
    const before = document.activeElement;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus({ preventScroll: true });
    if (!done) throw new Error("not copied");
  }

  async function copied(button, text) {
    const label = button.dataset.label ?? (button.dataset.label = button.textContent);
    const outcome = await copy(text).then(() => button.dataset.done, () => one("#said").dataset.uncopied);
    button.textContent = one("#said").textContent = outcome;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      button.textContent = label;
      one("#said").textContent = "";
    }, 1800);
  }

  const STYLE = "zhaiyin.style";

  // The citation style that was copied last is the reader's choice from then on.
  function choose(style) {
    try {
      if (style) localStorage.setItem(STYLE, style);
    } catch {
      // then the usual one stays
    }
  }

  function chosen(list) {
    try {
      return all("[data-style]", list).find((each) => each.dataset.style === localStorage.getItem(STYLE)) ?? list;
    } catch {
      return list;
    }
  }

  const citation = (list) => one("code", chosen(list)).textContent;

  function chosenFirst(list) {
    if (chosen(list) !== list) list.prepend(chosen(list));
    one(".printed p", list.closest(".answer, header")).textContent = citation(list);
  }

  // What cites is copied behind the citation in the chosen style.
  function wanted(button) {
    const { copy, cites } = button.dataset;
    return cites === undefined ? copy : citation(one(".cited", button.closest(".answer") ?? document)) + copy;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) {
      copied(button, wanted(button));
      choose(button.closest("[data-style]")?.dataset.style);
    }
    const share = event.target.closest("[data-share]");
    if (share && isPlain(event)) {
      event.preventDefault();
      copied(share, share.href);
    }
    // the other language keeps the latest question and the paragraph
    const language = event.target.closest(".languages a");
    if (language) {
      const there = new URL(location.href);
      there.searchParams.set("lang", language.lang);
      if (!PARAGRAPH.test(there.hash)) there.hash = "";
      language.href = there;
    }
    if (event.target.closest("[data-print]")) print();
    if (event.target.closest("[data-cut]")) cut(one("[data-most]"));
  });

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      one("#q")?.focus();
    }
  });

  // The first code points, as many as there is room for; what a reader takes for one character, such as a flag, is not cut.
  function head(text, most) {
    if (!Intl.Segmenter) return [...text].slice(0, most).join("");
    let end = 0;
    let left = most;
    for (const { segment } of new Intl.Segmenter().segment(text)) {
      left -= [...segment].length;
      if (left < 0) break;
      end += segment.length;
    }
    return text.slice(0, end);
  }

  // What is too long is not cut unseen: the form says how long it is, and cuts when told to.
  const characters = (field) => (field.value.length > field.dataset.most ? [...field.value].length : 0);
  const isTooLong = (field) => characters(field) > field.dataset.most;

  function measure(field) {
    const note = one(".too-long", field.form);
    note.hidden = !isTooLong(field);
    one("[data-cut]", note).hidden = note.hidden;
    if (!note.hidden) one("span", note).textContent = note.dataset.said.replace("{count}", characters(field));
    return note.hidden;
  }

  function cut(field) {
    field.value = head(field.value, field.dataset.most);
    measure(field);
    field.focus();
  }

  all("[data-most]").forEach((field) => {
    field.addEventListener("input", () => measure(field));
    field.form.addEventListener("submit", (event) => measure(field) || event.preventDefault());
    measure(field);
  });

  reveal(document);
  const here = new URL(location.href).searchParams;
  // a key that no longer fits opened what is gone now
  if (one(".status")?.textContent === "404" && here.has("key")) sessionStorage.removeItem("zhaiyin.turns");
  if (location.hash === "#q") one("#q")?.focus();

  return Object.freeze({
    one,
    all,
    reveal,
    isPlain,
    head,
    isTooLong,
    PARAGRAPH,
    calm: matchMedia("(prefers-reduced-motion: reduce)").matches,
    // What the address asked for when the page came.
    here,
    // The page at an address, and whether it is what was asked for. A lost connection raises TypeError.
    async fetched(address) {
      const response = await fetch(address, { headers: { Accept: "text/html" } });
      return [new DOMParser().parseFromString(await response.text(), "text/html"), response.ok];
    },
  });
})();
