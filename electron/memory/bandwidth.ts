import chips from './chips.json' with { type: 'json' }

/**
 * Returns the memory bandwidth of a chip in bytes a second; undefined if it is not known. Where Apple sells a chip with two
 * bandwidths this is the higher one, so that the bound computed from it is never too low.
 * @param chip its name as macOS gives it, e.g. "Apple M3 Max"
 */
export function bandwidthOf(chip: string): number | undefined {
  const gigabytesPerSecond = new Map<string, number>(Object.entries(chips)).get(chip)
  return gigabytesPerSecond === undefined ? undefined : gigabytesPerSecond * 1e9
}
