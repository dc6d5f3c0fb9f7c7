/** Sets the size of all text in this window, in per cent (`ui/tokens.css`). */
export const setTextScale = (percent: number) =>
  document.documentElement.style.setProperty('--text-scale', String(percent / 100))
