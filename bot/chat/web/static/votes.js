// Votes on answers: cast in place, taken back, and shown again after a reload.
"use strict";
window.votes = (() => {
  const { one, all } = page;
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

  const show = (within) =>
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

  show(document);
  return Object.freeze({ show });
})();
