// data-copy="id": puts the text of that element on the clipboard and says so on the button.
document.addEventListener("click", async (event) => {
  const button = (event.target as HTMLElement).closest<HTMLElement>("[data-copy]");
  const source = button && document.getElementById(button.dataset.copy ?? "");
  if (!button || !source) return;
  try {
    await navigator.clipboard.writeText(source.textContent?.trim() ?? "");
    button.classList.add("copied");
    window.setTimeout(() => button.classList.remove("copied"), 2000);
  } catch {
    const range = document.createRange();
    range.selectNodeContents(source);
    window.getSelection()?.removeAllRanges();
    window.getSelection()?.addRange(range);
  }
});
