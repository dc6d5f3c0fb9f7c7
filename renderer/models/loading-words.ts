const units = [
  ['GB', 1e9],
  ['MB', 1e6],
] as const

/** Formats loading progress: "4.1 of 11.2 GB". Both use the unit of the total, so that the first number only grows. */
export function loadingWords(doneBytes: number, totalBytes: number): string {
  const [unit, size] = units.find(([, bytes]) => totalBytes >= bytes) ?? ['KB', 1e3]
  const shown = (bytes: number) => (bytes / size).toFixed(1)
  return `${shown(doneBytes)} of ${shown(totalBytes)} ${unit}`
}
