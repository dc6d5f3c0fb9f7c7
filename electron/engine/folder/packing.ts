import { z } from 'zod'
import type { Plan, Quantization } from '../../../native/index.js'
import { invalidConfig } from './folder-error.js'
import { isRecord } from './json.js'

const maxSize = 1_048_576
/** More than any model has. */
const maxModules = 65_536

// It has an entry for each module. They are read by hand because a schema takes far longer.
export const packingTable = z.custom<Readonly<Record<string, unknown>>>(isRecord)

type PackingTable = z.infer<typeof packingTable>

/** What MLX's modes mean without sizes, as in its `quantize`. */
const usualPacking = {
  affine: { mode: 'affine', bits: 4, groupSize: 64 },
  mxfp4: { mode: 'mxfp4', bits: 4, groupSize: 32 },
  nvfp4: { mode: 'nvfp4', bits: 4, groupSize: 16 },
  mxfp8: { mode: 'mxfp8', bits: 8, groupSize: 32 },
} as const satisfies Record<string, Quantization>

/** MLX stores general arguments and an entry for each module that differs; OpenAI's files store only a method. */
export function toQuantization(file: {
  readonly quantization?: PackingTable | null | undefined
  readonly quantization_config?: PackingTable | null | undefined
}): Plan['quantization'] {
  const table = file.quantization ?? file.quantization_config
  if (!table || Object.keys(table).length === 0) return { modules: {} }
  if (!file.quantization && typeof table.quant_method === 'string') {
    const general = usualFor(table.quant_method)
    if (general) return { general, modules: {} }
  }
  // mlx-lm needs both, and uses them only for an entry that is true.
  if (!('bits' in table && 'group_size' in table)) throw invalidConfig('quantization')
  const general = toPacking(table) ?? usualPacking.affine
  const modules: [string, Quantization | null][] = []
  for (const [path, entry] of Object.entries(table)) {
    if (entry === true) modules.push([path, general])
    else if (entry === false || entry === null || isEmpty(entry)) modules.push([path, null])
    else if (isRecord(entry)) {
      const own = toPacking(entry)
      if (!own) throw invalidConfig(`quantization.${path}`)
      modules.push([path, own])
    }
  }
  if (modules.length > maxModules) throw invalidConfig('quantization')
  // `fromEntries` instead of assignment, because a path may be `__proto__`.
  return { general, modules: Object.fromEntries(modules) }
}

/** Returns `undefined` if the entry is invalid. The default mode is affine, whatever the general mode is. */
function toPacking(entry: Readonly<Record<string, unknown>>): Quantization | undefined {
  const { mode = 'affine' } = entry
  const usual = usualFor(mode)
  if (!usual) return undefined
  const bits = entry.bits || usual.bits
  const groupSize = entry.group_size || usual.groupSize
  return isValidSize(bits) && isValidSize(groupSize) ? { mode: usual.mode, bits, groupSize } : undefined
}

function usualFor(mode: unknown): Quantization | undefined {
  return isMode(mode) ? usualPacking[mode] : undefined
}

function isMode(mode: unknown): mode is keyof typeof usualPacking {
  return typeof mode === 'string' && Object.hasOwn(usualPacking, mode)
}

function isEmpty(entry: unknown): boolean {
  return isRecord(entry) && Object.keys(entry).length === 0
}

function isValidSize(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= maxSize
}
