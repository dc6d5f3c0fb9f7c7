/** A unit that is repeated this often, and nothing else, is what broken numbers decode to. */
const minRepeats = 16
const maxUnitLength = 8

/**
 * Whether text that a model wrote can not come from a healthy one: it is blank, or one short piece over and over
 * ("!!!!!!!!": what a model says whose numbers are NaN).
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
