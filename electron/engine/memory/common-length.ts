/** Returns the length of the common beginning of two prompts, at most `maxLength`. */
export function commonLength(a: readonly number[], b: readonly number[], maxLength: number): number {
  const end = Math.min(a.length, maxLength)
  let length = 0
  while (length < end && a[length] === b[length]) length++
  return length
}
