// Typing in paper sheets: Enter goes to the next field, after the last one it presses the button.
(() => {
  "use strict";
  const form = document.querySelector("[data-typing]");
  if (!form) return;
  const fields = () => [...form.querySelectorAll("select, input:not([type=hidden]), textarea, button[type=submit]")];
  form.addEventListener("keydown", (event) => {
    const isLine = event.target.matches("input, select");
    if (event.key !== "Enter" || !isLine || event.ctrlKey) return;
    event.preventDefault();
    const all = fields();
    const next = all[all.indexOf(event.target) + 1];
    next?.focus();
    next?.select?.();
  });
  if (!document.querySelector(".k-errors")) document.getElementById("number")?.focus();
})();
