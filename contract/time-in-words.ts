/** "40 s", "5 min", "3 h 10 min": how long the rest takes at this speed; empty while the speed is not known. */
export function timeLeftInWords(bytes: number, bytesPerSecond: number): string {
  if (bytesPerSecond <= 0 || bytes <= 0) return ''
  const seconds = bytes / bytesPerSecond
  if (seconds < 55) return `${Math.max(5, Math.ceil(seconds / 5) * 5)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${Math.max(1, minutes)} min`
  if (minutes > 48 * 60) return `${Math.round(minutes / 60 / 24)} days`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
