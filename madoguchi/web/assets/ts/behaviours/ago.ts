// Keeps “3 minutes ago” true while the page stays open.
const language = document.documentElement.lang || "ja";
const format = new Intl.RelativeTimeFormat(language, { numeric: "always", style: "short" });

function refresh(): void {
  for (const element of document.querySelectorAll<HTMLTimeElement>("time[data-ago]")) {
    const seconds = (Date.now() - Date.parse(element.dateTime)) / 1000;
    if (seconds < 60 || seconds >= 7 * 86400) continue;
    const text = seconds < 3600 ? format.format(-Math.floor(seconds / 60), "minute") : seconds < 86400 ? format.format(-Math.floor(seconds / 3600), "hour") : format.format(-Math.floor(seconds / 86400), "day");
    if (element.textContent !== text) element.textContent = text;
  }
}

window.setInterval(refresh, 30_000);
