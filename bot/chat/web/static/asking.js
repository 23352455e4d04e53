// The conversation: questions answered without a reload, the earlier ones, and what became of those that failed.
"use strict";
(() => {
  const { one, all, calm, head, here, isPlain, isTooLong } = page;
  const { conversation, votes } = window;
  const KEY = "zhaiyin.questions";
  const MOST = 20;
  const answers = one("#answers");

  document.addEventListener("click", (event) => {
    const sample = event.target.closest("[data-ask]");
    if (sample && isPlain(event)) {
      event.preventDefault();
      ask(sample.dataset.ask, { of: sample.dataset.of });
    }
    const again = event.target.closest("button[data-again]");
    if (again) {
      const { question, how } = turns.get(again.closest(".turn"));
      ask(question, how);
    }
    if (event.target.closest("[data-clear]")) clear();
    if (event.target.closest("[data-forget]")) {
      localStorage.removeItem(KEY);
      showEarlier();
    }
  });

  // Questions to a chat's own shelf belong to that chat: the browser does not store them.
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
    conversation.keep(askedSoFar(), every.map((turn) => turns.get(turn)));
    one("#talk").hidden = every.length === 0;
  }

  function address() {
    const { question, how } = turns.get(all(".turn[data-asked]", answers).at(-1)) ?? {};
    history.replaceState(null, "", question ? pageOf(question, how) : pageOf(""));
    const short = question && [...question].length > 40 ? head(question, 39) + "…" : question;
    document.title = [short, answers.dataset.name].filter(Boolean).join(" · ");
  }

  function clear() {
    const asked = all(".turn", answers).map((turn) => turns.get(turn)?.question);
    const others = earlier().filter((question) => !asked.includes(question));
    answers.replaceChildren();
    conversation.clear();
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

  function reveal(turn) {
    page.reveal(turn);
    votes.show(turn);
  }

  // What was kept in another language is asked again in this one; until it is here, it stands as it was.
  function restored({ question, how, html, dress }) {
    const kept = html && one(".turn", new DOMParser().parseFromString(html, "text/html"));
    const turn = kept ? document.adoptNode(kept) : waiting(question);
    turns.set(turn, { question, how, html, dress });
    if (!kept) fail(turn);
    reveal(turn);
    if (kept && dress !== conversation.dress) renew(turn, question, how);
    return turn;
  }

  async function renew(turn, question, how) {
    const answer = document.adoptNode(await fetched(question, how).catch(() => turn));
    if (answer === turn || !turn.isConnected) return;
    turns.set(answer, { question, how, html: answer.outerHTML, dress: conversation.dress });
    reveal(answer);
    turn.replaceWith(answer);
    keep();
  }

  function restore() {
    const shown = one(".turn", answers);
    if (shown) {
      const how = { after: here.get("after") ?? "", of: here.get("of") ?? "" };
      turns.set(shown, { question: here.get("q"), how, html: shown.outerHTML, dress: conversation.dress });
    }
    const kept = conversation.turns(shown?.dataset.asked ?? "", shown ? here.get("q") : "");
    const last = kept.findLastIndex((turn) => turn.html);
    if (kept.length) one(".welcome").classList.add("brief");
    kept.forEach((turn, at) => at !== last && (at < last ? shown.before(restored(turn)) : answers.append(restored(turn))));
    keep();
  }

  // What was asked so far, one a line: the next question may lean on it. A chip says itself what it is about.
  const askedSoFar = () => all(".turn[data-asked]", answers).at(-1)?.dataset.asked ?? "";

  // `after` are the questions before, `of` is the article that alone is asked, if one was chosen.
  function pageOf(question, { after, of } = {}) {
    const parts = { q: question, after, of, lang: here.get("lang"), key: here.get("key") };
    const query = String(new URLSearchParams(Object.entries(parts).filter(([, value]) => value)));
    return query ? `/?${query}` : "/";
  }

  async function fetched(question, { after, of }) {
    const address = new URL(answers.dataset.address, location.href);
    address.searchParams.set("q", question);
    if (after) address.searchParams.set("after", after);
    if (of) address.searchParams.set("of", of);
    // the browser's message about a lost connection is not meant for readers
    const [answer, isFound] = await page.fetched(address).catch(() => Promise.reject(new Error("")));
    if (isFound) return one(".turn", answer);
    throw new Error(one("h1", answer)?.textContent || "");
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
      turns.set(answer, { question, how, html: answer.outerHTML, dress: conversation.dress });
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

  restore();
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
  if (shown) remember(here.get("q"));
})();
