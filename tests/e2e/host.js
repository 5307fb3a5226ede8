// Remembers what the page around an embed is told.
window.heard = [];
window.told = [];
for (const type of ["dom0-ready", "dom0-step", "dom0-state", "dom0-input-error", "dom0-error"]) {
  addEventListener(type, (event) => window.heard.push({ type, id: event.target.id, detail: event.detail }));
}
addEventListener("message", (event) => window.told.push({ from: event.source, data: event.data }));
