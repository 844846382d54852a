// What staff can do with the sheets of this device that the server does not have: read, send again, delete them.
(() => {
  "use strict";
  const place = document.querySelector("[data-kept-sheets]");
  if (!place) return;
  const sheets = globalThis.kisiSheets(place.dataset.keptSheets);
  const questions = JSON.parse(document.getElementById("question-texts").textContent);
  const said = place.querySelector("[role=status]");
  const list = document.createElement("ol");
  place.querySelector("[data-again]").after(list);

  const drawn = (sheet) => {
    const item = place.querySelector("template").content.cloneNode(true);
    item.querySelector("[data-reason]").textContent = sheet.refused || place.dataset.waiting;
    const answers = document.createElement("dl");
    item.querySelector("details").append(answers);
    for (const [code, texts] of Object.entries(sheet.answers)) {
      const { text, options } = questions[code] ?? { text: code, options: {} };
      answers.append(Object.assign(document.createElement("dt"), { textContent: text }));
      const shown = texts.map((value) => options[value] ?? value).join(", ");
      answers.append(Object.assign(document.createElement("dd"), { textContent: shown }));
    }
    item.querySelector("[data-delete]").addEventListener("click", async () => {
      await sheets.remove(sheet.id);
      await show();
      said.textContent = place.dataset.deleted;
      said.focus();
    });
    return item;
  };

  const show = async () => {
    const kept = await sheets.all();
    list.replaceChildren(...kept.map(drawn));
    place.querySelector("[data-again]").hidden = !kept.length;
    place.hidden = !kept.length && !said.textContent;
    return kept;
  };

  place.querySelector("[data-again]").addEventListener("click", async () => {
    const before = await show();
    const asked = await sheets.send(before, place.dataset.send).catch(() => false);
    const left = await show();
    said.textContent = asked && !left.length ? place.dataset.sent : asked ? place.dataset.still : place.dataset.offline;
    said.focus();
  });
  show();
})();
