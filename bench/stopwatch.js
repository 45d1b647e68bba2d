// In the page: from an event (or a moment) to the end of the first frame that shows what is waited for.
window.stopwatch = {
  arm(kind, words, began) {
    const test = new Function("return " + words);
    if (test()) throw new Error("already so before: " + words);
    let from = began ? began - performance.timeOrigin : 0;
    let seen = false;
    this.time = new Promise((resolve, reject) => {
      const end = () => { observer.disconnect(); for (const name of ["input", "focusin"]) removeEventListener(name, look, true); };
      const late = setTimeout(() => { end(); reject(new Error("never: " + words + (from ? "" : " (no " + kind + ")"))); }, 20000);
      const look = () => {
        if (!from || seen || !test()) return;
        seen = true;
        end();
        clearTimeout(late);
        requestAnimationFrame(() => {
          const painted = new MessageChannel();
          painted.port1.onmessage = () => resolve(performance.now() - from);
          painted.port2.postMessage(0);
        });
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      for (const name of ["input", "focusin"]) addEventListener(name, look, true);
      if (kind) addEventListener(kind, function start(event) {
        if (["Control", "Shift", "Meta", "Alt"].includes(event.key)) return;
        removeEventListener(kind, start, true);
        from = event.timeStamp;
      }, true);
      look();
    });
    this.time.catch(() => undefined);
  },
};
