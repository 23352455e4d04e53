// What a page can do beyond links and a form. Everything here is also reachable without it.
"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const KEY = "zhaiyin.questions";
  const MOST = 20;
  const PARAGRAPH = /^#p\d+$/;

  // Buttons that need a script are hidden until it runs; without it, a link is a link.
  const reveal = (within) => {
    all(".cited", within).forEach(chosenFirst);
    all("[data-share]", within).forEach((link) => (link.textContent = link.dataset.share));
    all("[data-copy][hidden]", within).forEach((button) => (button.hidden = false));
    showVotes(within);
  };

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

  // The citation style that was copied last stands first from then on.
  function choose(style) {
    try {
      if (style) localStorage.setItem(STYLE, style);
    } catch {
      // then the next list begins with the usual one
    }
  }

  function chosenFirst(list) {
    try {
      list.prepend(...all("[data-style]", list).filter((each) => each.dataset.style === localStorage.getItem(STYLE)));
    } catch {
      // the order stays as it is
    }
    const first = one("code", list)?.textContent ?? "";
    const printed = one(".printed p", list.closest(".answer, header"));
    if (printed) printed.textContent = first;
  }

  document.addEventListener("click", (event) => {
    const plain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    const button = event.target.closest("[data-copy]");
    if (button) {
      copied(button, button.dataset.copy);
      choose(button.closest("[data-style]")?.dataset.style);
    }
    const share = event.target.closest("[data-share]");
    if (share && plain) {
      event.preventDefault();
      copied(share, share.href);
    }
    const sample = event.target.closest("[data-ask]");
    if (sample && plain && answers) {
      event.preventDefault();
      ask(sample.dataset.ask, { of: sample.dataset.of });
    }
    // the other language keeps the latest question and the paragraph
    const language = event.target.closest(".languages a");
    if (language) {
      const page = new URL(location.href);
      page.searchParams.set("lang", language.lang);
      if (!PARAGRAPH.test(page.hash)) page.hash = "";
      language.href = page;
    }
    const again = event.target.closest("[data-again]");
    if (again?.matches("button")) {
      const { question, how } = turns.get(again.closest(".turn"));
      ask(question, how);
    }
    if (event.target.closest("[data-clear]")) clear();
    if (event.target.closest("[data-cut]")) cut(one("[data-most]"));
    if (event.target.closest("[data-forget]")) {
      localStorage.removeItem(KEY);
      showEarlier();
    }
  });

  const READER = "zhaiyin.reader";
  const VOTES = "zhaiyin.votes";
  const VOTES_KEPT = 50;

  // A random name for this browser, so that it has one vote per answer; it is sent with votes only.
  function reader() {
    try {
      const kept = localStorage.getItem(READER);
      if (/^[0-9a-f]{32}$/.test(kept)) return kept;
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      const made = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      localStorage.setItem(READER, made);
      return made;
    } catch {
      return "";
    }
  }

  function votesCast() {
    try {
      const kept = JSON.parse(localStorage.getItem(VOTES));
      return Array.isArray(kept) ? kept.filter(Array.isArray) : [];
    } catch {
      return [];
    }
  }

  function showVote(form, vote) {
    all("button", form).forEach((button) => button.setAttribute("aria-pressed", String({ up: 1, down: -1 }[button.value] === vote)));
  }

  const showVotes = (within) =>
    all("form.votes", within).forEach((form) => showVote(form, new Map(votesCast()).get(form.elements.ballot.value)));

  function rememberVote(ballot, vote) {
    try {
      const others = votesCast().filter(([other]) => other !== ballot);
      localStorage.setItem(VOTES, JSON.stringify([[ballot, vote], ...others].slice(0, VOTES_KEPT)));
    } catch {
      // then the vote is not shown after a reload
    }
  }

  async function vote(form, value) {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("value", value);
    fields.set("reader", reader());
    if (window.miniApp) fields.set("init", miniApp.init);
    let told = {};
    try {
      const response = await fetch(form.getAttribute("action"), { method: "POST", body: fields, headers: { Accept: "application/json" } });
      told = await response.json();
      if (response.ok) {
        showVote(form, told.vote);
        rememberVote(fields.get("ballot"), told.vote);
      }
    } catch {
      told = { error: form.dataset.failed };
    }
    one(".note", form).textContent = one("#said").textContent = told.said ?? told.error;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form.votes");
    if (!form || !event.submitter) return;
    event.preventDefault();
    vote(form, event.submitter.value);
  });

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      one("#q")?.focus();
    }
  });

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
    field.value = [...field.value].slice(0, field.dataset.most).join("");
    measure(field);
    field.focus();
  }

  all("[data-most]").forEach((field) => {
    field.addEventListener("input", () => measure(field));
    field.form.addEventListener("submit", (event) => measure(field) || event.preventDefault());
    measure(field);
  });

  const answers = one("#answers");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  // Questions to a chat's own shelf belong to that chat: the browser does not store them.
  const here = new URL(location.href).searchParams;

  function earlier() {
    if (here.has("key")) return [];
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(kept) ? kept.filter((question) => typeof question === "string") : [];
    } catch {
      return [];
    }
  }

  function remember(question) {
    if (here.has("key")) return;
    try {
      const others = earlier().filter((other) => other !== question);
      localStorage.setItem(KEY, JSON.stringify([question, ...others].slice(0, MOST)));
    } catch {
      // a browser may refuse to store anything; questions still work
    }
    showEarlier();
  }

  function showEarlier() {
    const box = one("#earlier");
    if (!box) return;
    const questions = earlier();
    box.hidden = questions.length === 0;
    one("ul", box).replaceChildren(
      ...questions.map((question) => {
        const link = document.createElement("a");
        link.href = pageOf(question);
        link.dataset.ask = question;
        link.textContent = question;
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
  }

  // Each turn by its element: its question, how it was asked, and its answer as it came; none if it failed.
  const turns = new WeakMap();

  function keep() {
    const every = all(".turn", answers);
    window.conversation.keep(askedSoFar(), every.map((turn) => turns.get(turn)));
    one("#talk").hidden = every.length === 0;
  }

  function address() {
    const { question, how } = turns.get(all(".turn[data-asked]", answers).at(-1)) ?? {};
    history.replaceState(null, "", question ? pageOf(question, how) : pageOf(""));
    const short = question && [...question].length > 40 ? [...question].slice(0, 39).join("") + "…" : question;
    document.title = [short, answers.dataset.name].filter(Boolean).join(" · ");
  }

  function clear() {
    const asked = all(".turn", answers).map((turn) => turns.get(turn)?.question);
    const others = earlier().filter((question) => !asked.includes(question));
    answers.replaceChildren();
    window.conversation.clear();
    try {
      localStorage.setItem(KEY, JSON.stringify(others));
    } catch {
      // then nothing was kept either
    }
    address();
    keep();
    showEarlier();
    one(".welcome").classList.remove("brief");
    one("#q").focus();
  }

  function fail(turn, why) {
    turn.className = "turn failed";
    turn.removeAttribute("aria-busy");
    const again = Object.assign(document.createElement("button"), { type: "button", className: "act", textContent: answers.dataset.again });
    again.dataset.again = "";
    one(".note", turn).replaceChildren(`${why || answers.dataset.failed} `, again);
  }

  // What was kept in another language is asked again in this one; until it is here, it stands as it was.
  function restored({ question, how, html, dress }) {
    const kept = html && one(".turn", new DOMParser().parseFromString(html, "text/html"));
    const turn = kept ? document.adoptNode(kept) : waiting(question);
    turns.set(turn, { question, how, html, dress });
    if (!kept) fail(turn);
    reveal(turn);
    if (kept && dress !== window.conversation.dress) renew(turn, question, how);
    return turn;
  }

  async function renew(turn, question, how) {
    const answer = document.adoptNode(await fetched(question, how).catch(() => turn));
    if (answer === turn || !turn.isConnected) return;
    turns.set(answer, { question, how, html: answer.outerHTML, dress: window.conversation.dress });
    reveal(answer);
    turn.replaceWith(answer);
    keep();
  }

  function restore() {
    const shown = one(".turn", answers);
    if (shown) {
      const how = { after: here.get("after") ?? "", of: here.get("of") ?? "" };
      turns.set(shown, { question: here.get("q"), how, html: shown.outerHTML, dress: window.conversation.dress });
    }
    const kept = window.conversation.turns(shown?.dataset.asked ?? "", shown ? here.get("q") : "");
    const last = kept.findLastIndex((turn) => turn.html);
    if (kept.length) one(".welcome").classList.add("brief");
    kept.forEach((turn, at) => at !== last && (at < last ? shown.before(restored(turn)) : answers.append(restored(turn))));
    keep();
  }

  // What was asked so far, one a line: the next question may lean on it. A chip says itself what it is about.
  const askedSoFar = () => all(".turn[data-asked]", answers).at(-1)?.dataset.asked ?? "";

  // `after` are the questions before, `of` is the article that alone is asked, if one was chosen.
  function pageOf(question, { after, of } = {}) {
    const page = new URL("/", location.href);
    page.searchParams.set("q", question);
    if (!question) page.searchParams.delete("q");
    if (after) page.searchParams.set("after", after);
    if (of) page.searchParams.set("of", of);
    for (const kept of ["lang", "key"]) if (here.has(kept)) page.searchParams.set(kept, here.get(kept));
    return page.pathname + page.search;
  }

  async function fetched(question, { after, of }) {
    const address = new URL(answers.dataset.address, location.href);
    address.searchParams.set("q", question);
    if (after) address.searchParams.set("after", after);
    if (of) address.searchParams.set("of", of);
    // the browser's message about a lost connection is not meant for readers
    const response = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => Promise.reject(new Error("")));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (response.ok) return one(".turn", page);
    throw new Error(one("h1", page)?.textContent || "");
  }

  function waiting(question) {
    const turn = Object.assign(document.createElement("article"), { className: "turn waiting" });
    const asked = Object.assign(document.createElement("h2"), { className: "asked", textContent: question });
    const note = Object.assign(document.createElement("p"), { className: "note", textContent: answers.dataset.waiting });
    turn.append(asked, note);
    turn.setAttribute("aria-busy", "true");
    answers.append(turn);
    return turn;
  }

  // Scroll to its first line, or further down until the marked words are in view.
  function show(answer) {
    answer.scrollIntoView({ block: "start" });
    one("mark", answer)?.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }

  async function ask(question, how = {}) {
    // sent before the page makes room, which takes 10 ms the first time
    const coming = fetched(question, how);
    one(".welcome").classList.add("brief");
    all(".turn.failed", answers).forEach((turn) => turns.get(turn).question === question && turn.remove());
    const turn = waiting(question);
    turns.set(turn, { question, how });
    keep();
    turn.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    try {
      const answer = document.adoptNode(await coming);
      // cleared in the meantime
      if (!turn.isConnected) return;
      turns.set(answer, { question, how, html: answer.outerHTML, dress: window.conversation.dress });
      reveal(answer);
      turn.replaceWith(answer);
      show(answer);
      address();
      remember(question);
    } catch (error) {
      fail(turn, error.message);
      one("#q").value ||= question;
    }
    keep();
  }

  if (answers) restore();
  reveal(document);
  if (answers) {
    document.body.classList.add("lively");
    one("form.ask").addEventListener("submit", (event) => {
      event.preventDefault();
      const field = one("#q");
      if (isTooLong(field)) return;
      const question = field.value.trim();
      field.value = "";
      if (!question) return;
      // on a phone, the keyboard would cover the answer
      if (matchMedia("(pointer: coarse)").matches) field.blur();
      ask(question, { after: askedSoFar() });
    });
    showEarlier();
    const shown = all(".turn[data-asked]", answers).at(-1);
    // after a reload and on the way back the browser itself knows where one was
    const [how] = performance.getEntriesByType("navigation");
    if (shown && (how?.type ?? "navigate") === "navigate") {
      if (all(".turn", answers).length > 1) shown.scrollIntoView({ block: "start" });
      one("mark", shown)?.scrollIntoView({ block: "nearest" });
    }
    if (shown) remember(new URL(location.href).searchParams.get("q"));
  }
  // if a paragraph has moved since its link was made, the link's # points elsewhere
  const asked = one(".paragraph.here");
  const linked = PARAGRAPH.test(location.hash);
  const focus = asked && (one("mark", asked) ?? asked);
  if (asked && location.hash !== `#${asked.id}` && (!linked || one(".changed"))) focus.scrollIntoView({ block: "center" });
  // a long paragraph may begin far above the marked words
  const reach = () => location.hash === `#${asked?.id}` && focus.scrollIntoView({ block: "nearest" });
  for (const event of ["load", "hashchange"]) addEventListener(event, reach);

  // --- The list of articles: it follows what is typed. ---
  const sift = one("form.sift");
  if (sift) {
    let latest = 0;
    let pause;
    const follow = async () => {
      const number = ++latest;
      const address = new URL(sift.getAttribute("action"), location.href);
      for (const [name, value] of new FormData(sift)) if (value && value !== "added") address.searchParams.set(name, value);
      try {
        const response = await fetch(address, { headers: { Accept: "text/html" } });
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        // an answer that comes late must not take the place of a later one
        if (number !== latest) return;
        if (!response.ok) throw new Error(one("h1", page)?.textContent);
        one("#found").replaceWith(document.adoptNode(one("#found", page)));
        document.title = page.title;
        history.replaceState(null, "", address);
        one("#said").textContent = one("#counted").textContent;
      } catch (error) {
        if (number === latest) one("#counted").textContent = one("#said").textContent = error instanceof TypeError ? sift.dataset.failed : error.message;
      }
    };
    sift.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(follow, 120);
    });
    sift.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(pause);
      follow();
    });
  }
  if (location.hash === "#q") one("#q")?.focus();

  // --- The reader: matches one after the other, the section one reads, a long article as one scrolls. ---
  const found = (number) => document.getElementById(`p${number}`);

  // Where the paragraph is on another leaf, that leaf is opened.
  function leafWith(number) {
    const page = new URL(location.href);
    page.searchParams.delete("at");
    page.searchParams.set("from", number);
    page.hash = `p${number}`;
    return page;
  }

  function readFrom(paragraph) {
    paragraph.tabIndex = -1;
    paragraph.focus({ preventScroll: true });
  }

  const steps = one(".steps[data-matching]");
  if (steps) {
    const numbers = steps.dataset.matching.split(" ").map(Number);
    const links = all("[data-step]", steps);
    const told = one("[data-told]", steps);
    let current = Number(location.hash.slice(2)) || Number(steps.dataset.target);
    const next = (by) => (by > 0 ? numbers.find((number) => number > current) : numbers.findLast((number) => number < current));
    const showSteps = () => {
      for (const link of links) {
        const number = next(Number(link.dataset.step));
        if (number) link.href = leafWith(number);
        else link.removeAttribute("href");
        link.ariaDisabled = number ? null : "true";
      }
      const place = numbers.indexOf(current) + 1;
      told.textContent = place ? told.dataset.told.replace("%1", place).replace("%2", numbers.length) : "";
    };
    steps.addEventListener("click", (event) => {
      const link = event.target.closest("[data-step][href]");
      const number = link && next(Number(link.dataset.step));
      const paragraph = number && found(number);
      if (!paragraph) return;
      event.preventDefault();
      current = number;
      history.replaceState(null, "", `#p${number}`);
      all(".paragraph.stepped").forEach((other) => other.classList.remove("stepped"));
      paragraph.classList.add("stepped");
      (one("mark, .term", paragraph) ?? paragraph).scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
      showSteps();
      one("#said").textContent = told.textContent;
    });
    showSteps();
  }

  // One stop for the strip; arrows go along it.
  one(".strip")?.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const bars = all(".strip a");
    const bar = by && bars[bars.indexOf(document.activeElement) + by];
    if (!bar) return;
    event.preventDefault();
    bars.forEach((other) => other.setAttribute("tabindex", other === bar ? "0" : "-1"));
    bar.focus();
  });

  function showSection() {
    const links = all('.outline a[href^="#"]');
    const above = links.filter((link) => document.getElementById(link.hash.slice(1))?.getBoundingClientRect().top < innerHeight / 3);
    const now = above.at(-1);
    for (const link of links) if (link !== now) link.removeAttribute("aria-current");
    if (!now || now.ariaCurrent) return;
    now.setAttribute("aria-current", "location");
    const box = now.closest(".outline");
    if (box.scrollHeight > box.clientHeight) box.scrollTop = now.offsetTop - box.clientHeight / 2;
  }

  if (one(".reader .paragraphs")) {
    let drawn = false;
    const draw = () => {
      drawn = false;
      showSection();
    };
    addEventListener("scroll", () => (drawn ||= Boolean(requestAnimationFrame(draw))), { passive: true });
    draw();
    // on a touch screen nothing hovers: the paragraph touched last offers what can be done with it
    document.addEventListener("pointerdown", (event) => {
      const paragraph = event.target.closest(".paragraph");
      if (paragraph) all(".paragraph.near").forEach((other) => other !== paragraph && other.classList.remove("near"));
      paragraph?.classList.add("near");
    });
    const unfold = () => {
      if (PARAGRAPH.test(location.hash) && !one(location.hash) && one(".onward")) location.replace(leafWith(location.hash.slice(2)));
    };
    addEventListener("hashchange", unfold);
    unfold();
    if (asked && location.hash !== "#q") readFrom(asked);
  }

  async function readOn(link) {
    const response = await fetch(link.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!response.ok) return;
    const more = all(".paragraphs > li", page).map((item) => document.adoptNode(item));
    more.forEach(reveal);
    one(".paragraphs").append(...more);
    if (!one(".outline .headings")) one(".outline ol")?.append(...all(".outline li", page).map((item) => document.adoptNode(item)));
    for (const to of all('.outline a[href*="#p"]')) if (one(to.hash)) to.setAttribute("href", to.hash);
    const further = one(".onward a[rel=next]", page);
    if (further) {
      link.href = further.getAttribute("href");
      link.textContent = further.textContent;
      watchOnward(link);
    } else link.parentElement.remove();
  }

  function watchOnward(link) {
    const watch = new IntersectionObserver(
      (seen) => {
        if (!seen.some((one) => one.isIntersecting)) return;
        watch.disconnect();
        readOn(link).catch(() => {}); // the link is still a link
      },
      { rootMargin: "800px" },
    );
    watch.observe(link);
  }
  const onward = one(".onward a[rel=next]");
  if (onward) watchOnward(onward);

  // Within Telegram a person's own shelf opens without a key in the link: Telegram says who they are.
  async function openOwn() {
    const response = await fetch("/key", { method: "POST", body: new URLSearchParams({ init: miniApp.init }), headers: { Accept: "application/json" } });
    const told = await response.json();
    if (!response.ok) return;
    const page = new URL(location.href);
    page.searchParams.set("key", told.key);
    page.hash = "";
    location.replace(page);
  }
  // a key that no longer fits opened what is gone now
  if (one(".status")?.textContent === "404" && here.has("key")) sessionStorage.removeItem("zhaiyin.turns");
  if (window.miniApp?.init && one(".status")?.textContent === "404" && !here.has("key")) openOwn().catch(() => {});
})();
