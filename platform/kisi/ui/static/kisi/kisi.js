// Comfort on top of pages that work without it: dialogs, toasts, keyboard shortcuts, one submit per click.
(() => {
  "use strict";

  const openDialog = (id) => {
    const dialog = document.getElementById(id);
    if (!dialog?.showModal) return false;
    if (!dialog.open) dialog.showModal();
    return true;
  };

  const showDismissButtons = (root) => {
    for (const button of root.querySelectorAll("[data-dismiss][hidden]")) button.hidden = false;
  };

  // A link with data-dialog leads to a page of its own; with a script the dialog opens instead.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener && !event.ctrlKey && !event.metaKey && openDialog(opener.dataset.dialog)) {
      event.preventDefault();
      opener.closest("[popover]")?.hidePopover?.();
      return;
    }
    event.target.closest("[data-dismiss]")?.closest("li, .k-notice")?.remove();
  });

  // A click beside a dialog closes it.
  document.addEventListener("mousedown", (event) => {
    if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close();
  });

  // A form is sent once, however often the button is pressed; a page taken back from the cache may send again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 5000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  // Keys named in data-shortcut, only outside fields and only while the person has them switched on.
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input, textarea, select, [contenteditable]");
    const off = document.body.dataset.shortcuts !== "on";
    if (off || writing || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    const target = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input, textarea, select")) target.focus();
    else target.click();
  });

  // Arrow keys walk from the search field through what it found, and back.
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const search = step && event.target.closest(".k-search");
    if (!search) return;
    const stops = [...search.querySelectorAll(".k-search__input, .k-search__hits a")];
    const next = stops[stops.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  // Errors first: the summary takes the focus, also when htmx put it there.
  const announceErrors = (root) => {
    const errors = root.querySelector(".k-errors");
    if (errors && document.activeElement !== errors) errors.focus();
  };

  // An answer to htmx may carry messages; they appear as toasts.
  document.addEventListener("kisi:message", (event) => {
    const list = document.getElementById("toasts");
    if (!list) return;
    const item = document.createElement("li");
    const notice = document.createElement("div");
    notice.className = `k-notice k-notice--${event.detail.kind || "info"}`;
    notice.textContent = event.detail.text || "";
    item.append(notice);
    list.append(item);
    setTimeout(() => item.remove(), 8000);
  });

  // What asks again and again does so only in a tab that somebody can see.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && event.target.matches("[hx-trigger^=every]")) event.preventDefault();
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    showDismissButtons(event.target);
    announceErrors(event.target);
  });
  document.addEventListener("DOMContentLoaded", () => {
    showDismissButtons(document);
    announceErrors(document);
    document.querySelector(".k-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  });
})();
