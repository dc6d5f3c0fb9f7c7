/**
 * How many tokens of the cache a prompt can keep: their longest common beginning, but never the prompt's last token,
 * which decoding starts from and which therefore must not be in the cache.
 */
export function reusableLength(cached: readonly number[], prompt: readonly number[]): number {
  const most = Math.min(cached.length, prompt.length - 1)
  let length = 0
  while (length < most && cached[length] === prompt[length]) length++
  return Math.max(0, length)
}
