/** A unit that is repeated this often, and nothing else, is what broken numbers decode to. */
const mostRepeats = 16
const longestUnit = 8

/**
 * Whether text that a model wrote could come from a healthy one: it is not blank, and not one short piece over and over
 * ("!!!!!!!!": what a model says whose numbers are NaN).
 */
export function isOrdinary(text: string): boolean {
  const shown = text.trim()
  if (shown === '') return false
  for (let unit = 1; unit <= longestUnit; unit++) {
    if (shown.length >= unit * mostRepeats && isRepeated(shown, unit)) return false
  }
  return true
}

function isRepeated(text: string, unit: number): boolean {
  for (let index = unit; index < text.length; index++) if (text[index] !== text[index - unit]) return false
  return true
}
