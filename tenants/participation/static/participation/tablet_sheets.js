// The sheets a tablet keeps until the server has them, each {id, language, answers} and, if it was not taken, {refused}.
globalThis.kisiSheets = (tablet) => {
  "use strict";
  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open(`kisi-tablet ${tablet}`, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("sheets", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  const store = async (mode, work) => {
    const database = await opened;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("sheets", mode);
      const request = work(transaction.objectStore("sheets"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  };
  const put = (sheet) => store("readwrite", (sheets) => sheets.put(sheet));
  const remove = (id) => store("readwrite", (sheets) => sheets.delete(id));

  // A sheet leaves the device only after the server has said that it is stored. One that is refused stays, and is
  // not sent again by itself. Gives back whether the server could be asked at all.
  const send = async (kept, address) => {
    for (let start = 0; start < kept.length; start += 20) {
      const part = kept.slice(start, start + 20);
      const sheets = part.map(({ id, language, answers }) => ({ id, language, answers }));
      const body = JSON.stringify({ sheets });
      const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body });
      if (!answer.ok) return false;
      for (const said of (await answer.json()).sheets) {
        const sheet = part.find((one) => one.id === said.id);
        if (said.stored) await remove(said.id);
        else if (sheet) await put({ ...sheet, refused: said.reason || "?" });
      }
    }
    return true;
  };

  return { all: () => store("readonly", (sheets) => sheets.getAll()), put, remove, send };
};
