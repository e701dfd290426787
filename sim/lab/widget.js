// The page in a frame of a notebook. Page and notebook tell each other every change of the setting, as {takehold: {setting}}.

const NOTHING = /(id="opened-with">)null/;

function withSetting(page, setting) {
  return page.replace(NOTHING, (_, start) => start + setting.replaceAll("<", "\\u003c")); // so that nothing in it ends the script
}

function render({ model, el }) {
  const frame = document.createElement("iframe");
  const opened = JSON.stringify(model.get("setting"));
  let known = opened; // by both sides, so that nothing is told to the side that said it
  frame.title = "Takehold";
  frame.allow = "clipboard-write; fullscreen";
  frame.style.cssText = "width: 100%; border: 0; display: block";
  frame.srcdoc = withSetting(model.get("_page"), opened);

  const resize = () => { frame.style.height = `${model.get("height")}px`; };
  const tell = () => {
    const setting = model.get("setting");
    if (JSON.stringify(setting) === known) return;
    known = JSON.stringify(setting);
    frame.contentWindow?.postMessage({ takehold: { setting } }, "*");
  };
  const hear = ({ source, data }) => {
    const setting = data?.takehold?.setting;
    if (source !== frame.contentWindow || !setting) return;
    known = JSON.stringify(setting);
    model.set("setting", setting);
    model.save_changes();
  };

  resize();
  frame.addEventListener("load", () => { known = opened; tell(); }); // a notebook that moves its outputs loads the page anew
  model.on("change:height", resize);
  model.on("change:setting", tell);
  window.addEventListener("message", hear);
  el.append(frame);
  return () => {
    model.off("change:height", resize);
    model.off("change:setting", tell);
    window.removeEventListener("message", hear);
  };
}

export default { render };
