// The page itself as a file, with a setting inside; and how a file comes to whoever asked for it.

// Taken when the script starts, before anything is drawn: a file that was opened by double-click may not read itself again.
const asLoaded = document.documentElement.outerHTML;
const OPENED_WITH = /(<script type="application\/json" id="opened-with">)[^<]*/;

/** The page as it was loaded, opening with a setting. No sign of the setting can end its element: '<' is written in another way. */
export function pageWith(setting) {
  const text = JSON.stringify(setting).replaceAll("<", "\\u003c");
  return `<!doctype html>\n${asLoaded.replace(OPENED_WITH, (_, begins) => begins + text)}`;
}

export function save(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
