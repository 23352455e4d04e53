// The turns of a conversation, kept in this tab alone: a reload, the way back and another language show them again.
"use strict";
window.conversation = (() => {
  const KEPT = "zhaiyin.turns";
  const MOST_TURNS = 30;
  const MOST_CONVERSATIONS = 4;
  const shelf = new URL(location.href).searchParams.get("key") ?? "";
  let name = `${Date.now()}.${Math.random()}`;

  const isTurn = (turn) => typeof turn?.question === "string" && typeof turn.how === "object" && turn.how !== null;
  const isConversation = (kept) => typeof kept?.asked === "string" && Array.isArray(kept.turns) && kept.turns.every(isTurn);

  function stored() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEPT));
      return Array.isArray(kept) ? kept.filter(isConversation) : [];
    } catch {
      return [];
    }
  }

  function clear() {
    try {
      sessionStorage.removeItem(KEPT);
    } catch {
      // then there was nothing
    }
  }

  // Where there is no room for all, the oldest goes first.
  function store(conversations) {
    for (let left = conversations.slice(0, MOST_CONVERSATIONS); left.length; ) {
      try {
        return sessionStorage.setItem(KEPT, JSON.stringify(left));
      } catch {
        const [{ turns, ...latest }, ...others] = left;
        if (others.length) left = left.slice(0, -1);
        else left = turns.length > 1 ? [{ ...latest, turns: turns.slice(1) }] : [];
      }
    }
    clear();
  }

  return {
    // What an answer looks like hangs on the language and on the version of the page.
    dress: document.documentElement.lang + document.querySelector("link[rel=stylesheet]").href,

    // The turns of the conversation whose latest answer is to this question after those; it is the one that goes on.
    turns(asked, question) {
      const latest = (kept) => kept.turns.findLast((turn) => turn.html)?.question ?? "";
      const found = stored().find((kept) => kept.shelf === shelf && kept.asked === asked && latest(kept) === question);
      if (found) name = found.name;
      return found?.turns ?? [];
    },

    keep(asked, turns) {
      const others = stored().filter((kept) => kept.name !== name);
      store(turns.length ? [{ name, shelf, asked, turns: turns.slice(-MOST_TURNS) }, ...others] : others);
    },

    clear,
  };
})();
