/**
 * Memory bandwidth of each chip in gigabytes per second. Where Apple sells a chip with two bandwidths this is the higher
 * one, so that the bound computed from it is never too low.
 */
const chips = {
  'Apple M1': 68,
  'Apple M1 Pro': 200,
  'Apple M1 Max': 400,
  'Apple M1 Ultra': 800,
  'Apple M2': 100,
  'Apple M2 Pro': 200,
  'Apple M2 Max': 400,
  'Apple M2 Ultra': 800,
  'Apple M3': 100,
  'Apple M3 Pro': 150,
  'Apple M3 Max': 400,
  'Apple M3 Ultra': 819,
  'Apple M4': 120,
  'Apple M4 Pro': 273,
  'Apple M4 Max': 546,
  'Apple M5': 153,
  'Apple M5 Pro': 307,
  'Apple M5 Max': 614,
}

/**
 * The upper bound on tokens per second if each token reads `bytesPerToken` from memory once, and the share of it that each
 * side reaches.
 * @param {string} device the chip's name as MLX reports it, or "CPU"
 * @param {{ parley: number, mlxLm: number }} speeds tokens per second
 */
export function boundOf(device, bytesPerToken, speeds) {
  const gigabytesPerSecond = Object.hasOwn(chips, device) ? chips[device] : undefined
  if (gigabytesPerSecond === undefined) {
    const why =
      device === 'CPU' ? 'The bound exists only for GPUs.' : `The memory bandwidth of “${device}” is not known.`
    return { bytesPerToken, gigabytesPerSecond: null, tokensPerSecond: null, parley: null, mlxLm: null, why }
  }
  const bound = (gigabytesPerSecond * 1e9) / bytesPerToken
  const share = (value) => Number((value / bound).toPrecision(4))
  return {
    bytesPerToken,
    gigabytesPerSecond,
    tokensPerSecond: Number(bound.toPrecision(4)),
    parley: share(speeds.parley),
    mlxLm: share(speeds.mlxLm),
  }
}
