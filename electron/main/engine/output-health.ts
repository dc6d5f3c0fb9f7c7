/** Broken numbers decode to one unit that repeats at least this often. */
const minRepeats = 16
const maxUnitLength = 8

/**
 * Whether a model's text is blank or repeats one short unit ("!!!!!!!!"), as it does when the model's numbers are NaN.
 */
export function isDegenerate(text: string): boolean {
  const shown = text.trim()
  if (shown === '') return true
  for (let unit = 1; unit <= maxUnitLength; unit++) {
    if (shown.length >= unit * minRepeats && isRepeated(shown, unit)) return true
  }
  return false
}

function isRepeated(text: string, unit: number): boolean {
  for (let index = unit; index < text.length; index++) if (text[index] !== text[index - unit]) return false
  return true
}
