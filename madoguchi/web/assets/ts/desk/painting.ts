// What a key does is painted first; what takes longer comes in the frames after.
const LATEST_MS = 120; // a window that is not seen paints nothing

/** Resolves when the frame with everything done so far has been painted. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    const late = window.setTimeout(resolve, LATEST_MS);
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        window.clearTimeout(late);
        resolve();
      };
      channel.port2.postMessage(0);
    });
  });
}

/** Runs when nobody waits for the page. */
export const idle: (run: () => void) => void = window.requestIdleCallback?.bind(window) ?? ((run) => void window.setTimeout(run, 500));

const phone = matchMedia("(max-width: 800px)");
/** Asked without having the page laid out, as reading `innerWidth` would. */
export const onPhone = (): boolean => phone.matches;
