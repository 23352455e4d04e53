// Within Telegram: take on its colours, and say that the page is ready. Telegram's own script is not loaded.
"use strict";
(() => {
  const KEPT = "zhaiyin.telegram";
  const TELEGRAM = "https://web.telegram.org";
  const LEGIBLE = 4.5;

  // Only the first page has Telegram's parameters behind its #; later pages open in the same window.
  function launched() {
    const hash = location.hash.slice(1);
    const first = new URLSearchParams(hash).has("tgWebAppVersion");
    try {
      if (first) sessionStorage.setItem(KEPT, hash);
      return new URLSearchParams(sessionStorage.getItem(KEPT) ?? "");
    } catch {
      return new URLSearchParams(first ? hash : "");
    }
  }

  const parameters = launched();
  if (!parameters.has("tgWebAppVersion")) return;

  // Tell Telegram; return whether it is there.
  function tell(type, data = {}) {
    const told = JSON.stringify({ eventType: type, eventData: data });
    if (window.TelegramWebviewProxy) window.TelegramWebviewProxy.postEvent(type, JSON.stringify(data));
    else if (window.external && "notify" in window.external) window.external.notify(told);
    else if (window.parent !== window) window.parent.postMessage(told, TELEGRAM);
    else return false;
    return true;
  }

  const rgb = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  // Relative luminance and contrast as in WCAG 2.2.
  function luminance(colour) {
    const [r, g, b] = rgb(colour).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  function contrast(one, other) {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }
  const isDark = (colour) => luminance(colour) < 0.18;
  function mixed(colour, other, share) {
    const far = rgb(other);
    return "#" + rgb(colour).map((value, at) => Math.round(value + (far[at] - value) * share).toString(16).padStart(2, "0")).join("");
  }
  // The colour, or the nearest darker or lighter shade that is legible on all the grounds.
  function legible(colour, ...grounds) {
    const far = isDark(grounds[0]) ? "#ffffff" : "#000000";
    const shares = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenths) => mixed(colour, far, tenths / 10));
    return shares.find((shade) => grounds.every((ground) => contrast(shade, ground) >= LEGIBLE)) ?? far;
  }

  function theme() {
    try {
      const told = JSON.parse(parameters.get("tgWebAppThemeParams")) ?? {};
      const isColour = ([, value]) => typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value);
      return Object.fromEntries(Object.entries(told).filter(isColour));
    } catch {
      return {};
    }
  }

  function paint(colours) {
    const paper = colours.bg_color;
    if (!paper) return;
    let card = colours.section_bg_color ?? colours.secondary_bg_color ?? paper;
    if (isDark(card) !== isDark(paper)) card = paper;
    const far = isDark(paper) ? "#ffffff" : "#000000";
    const bubble = mixed(paper, far, 0.06);
    const read = (colour, ground) => legible(colour ?? far, ...(ground ? [ground] : [paper, card, bubble]));
    const seal = read(colours.button_color);
    const focus = mixed(paper, "#f0b429", 0.25);
    const painted = {
      "--paper": paper,
      "--card": card,
      "--bubble": bubble,
      "--line": mixed(paper, far, 0.16),
      "--ink": read(colours.text_color),
      "--soft": read(colours.hint_color),
      "--seal": seal,
      "--seal-ink": read(colours.button_text_color, seal),
      "--term": read(colours.link_color),
      "--focus": focus,
      "--focus-ink": read(colours.text_color, focus),
    };
    const root = document.documentElement;
    for (const [name, colour] of Object.entries(painted)) root.style.setProperty(name, colour);
    root.style.colorScheme = isDark(paper) ? "dark" : "light";
  }

  paint(theme());
  window.miniApp = Object.freeze({ init: parameters.get("tgWebAppData") ?? "" });

  // Within Telegram a person's own shelf opens without a key in the link: Telegram says who they are.
  async function openOwn() {
    const response = await fetch("/key", { method: "POST", body: new URLSearchParams({ init: miniApp.init }), headers: { Accept: "application/json" } });
    const told = await response.json();
    if (!response.ok) return;
    const opened = new URL(location.href);
    opened.searchParams.set("key", told.key);
    opened.hash = "";
    location.replace(opened);
  }

  document.addEventListener("DOMContentLoaded", () => {
    tell("web_app_ready");
    tell("web_app_expand");
    const isMissing = document.querySelector(".status")?.textContent === "404";
    if (isMissing && miniApp.init && !new URL(location.href).searchParams.has("key")) openOwn().catch(() => {});
  });
  // Other sites open in the browser: here there would be no way back.
  document.addEventListener("click", (event) => {
    const away = event.target.closest('a[rel~="noopener"]');
    if (away && tell("web_app_open_link", { url: away.href })) event.preventDefault();
  });
})();
