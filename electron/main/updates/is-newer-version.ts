/** Whether a version like "1.10.0" is newer than another one. False where either is none: it may be a new installation. */
export function isNewerVersion(version: string, other: string): boolean {
  const [ours, theirs] = [numbersOf(version), numbersOf(other)]
  const at = ours?.findIndex((number, place) => number !== theirs?.[place]) ?? -1
  return ours !== undefined && theirs !== undefined && at >= 0 && (ours[at] ?? 0) > (theirs[at] ?? 0)
}

const numbersOf = (version: string) => /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})/.exec(version)?.slice(1).map(Number)
