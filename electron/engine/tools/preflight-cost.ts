import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configOf, shapesOf, sizesOf120b } from '../../../native/test/synthetic-model.js'
import { preflight } from '../folder/preflight.js'
import { openAddon } from '../native-engine.js'

const shards = 13
const bytesOf: Readonly<Record<string, number>> = { U32: 4, BF16: 2, U8: 1 }

/**
 * Used by the benchmark. Measures in milliseconds how long the check of a folder like gpt-oss-120b's takes: all headers
 * and every name, shape and packing. The first sample is that of a fresh process.
 * @param addonPath the compiled engine
 */
export async function measurePreflight(addonPath: string, rounds: number) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-120b-'))
  try {
    const tensors = writeModel(folder)
    const addon = openAddon(addonPath)
    const samples: { readonly total: number; readonly headers: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const startedAt = performance.now()
      await addon.check(folder)
      const total = performance.now() - startedAt
      const headersStartedAt = performance.now()
      await preflight(folder)
      samples.push({ total, headers: performance.now() - headersStartedAt })
    }
    const { info } = await addon.check(folder)
    return { tensors, shards, weightBytes: info.weightBytes, quantization: info.quantization, samples }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Writes sparse files of the right length: 62 GB that take a megabyte on disk. */
function writeModel(folder: string): number {
  const all = Object.entries(shapesOf(sizesOf120b))
  const tensorsPerShard = Math.ceil(all.length / shards)
  const weight_map: Record<string, string> = {}
  for (let shard = 0; shard < shards; shard++) {
    const number = (value: number) => String(value).padStart(5, '0')
    const name = `model-${number(shard + 1)}-of-${number(shards)}.safetensors`
    const header: Record<string, unknown> = { __metadata__: { format: 'mlx' } }
    let end = 0
    for (const [tensor, [dtype, ...shape]] of all.slice(shard * tensorsPerShard, (shard + 1) * tensorsPerShard)) {
      const begin = end
      end += shape.reduce((product, size) => product * size, bytesOf[dtype] ?? 1)
      header[tensor] = { dtype, shape, data_offsets: [begin, end] }
      weight_map[tensor] = name
    }
    const text = Buffer.from(JSON.stringify(header))
    const length = Buffer.alloc(8)
    length.writeBigUInt64LE(BigInt(text.length))
    const file = openSync(join(folder, name), 'w')
    writeSync(file, Buffer.concat([length, text]))
    ftruncateSync(file, 8 + text.length + end)
    closeSync(file)
  }
  writeFileSync(join(folder, 'config.json'), JSON.stringify(configOf(sizesOf120b)))
  writeFileSync(join(folder, 'model.safetensors.index.json'), JSON.stringify({ metadata: {}, weight_map }))
  return all.length
}
