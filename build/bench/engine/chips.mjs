import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../setup/places.mjs'

/** Memory bandwidth of each chip in gigabytes per second. */
const chips = JSON.parse(readFileSync(join(root, 'electron', 'memory', 'chips.json'), 'utf8'))

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
