import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { tinyModel } from './tiny-model.js'

export type Entry = { dtype: string; shape: number[]; data_offsets: number[] }
export type Header = Record<string, Entry>
export type Json = Record<string, unknown>

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-model-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const tinyConfig = JSON.parse(readFileSync(join(tinyModel, 'config.json'), 'utf8')) as Json

/** The header and the data of the tiny model's weight file. */
export function readTinyWeights(): { readonly header: Header; readonly data: Buffer } {
  const bytes = readFileSync(join(tinyModel, 'model.safetensors'))
  const length = Number(bytes.readBigUInt64LE())
  const { __metadata__, ...header } = JSON.parse(bytes.subarray(8, 8 + length).toString()) as Header
  return { header, data: bytes.subarray(8 + length) }
}

export function safetensors(header: unknown, data: Uint8Array): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.length))
  return Buffer.concat([length, text, data])
}

/** A weight file whose tensors are all zeros. */
export function zeroTensors(tensors: Readonly<Record<string, readonly [dtype: string, ...shape: number[]]>>): Buffer {
  const sizes: Readonly<Record<string, number>> = { F32: 4, U32: 4, BF16: 2, U8: 1 }
  let end = 0
  const header: Header = {}
  for (const [name, [dtype, ...shape]] of Object.entries(tensors)) {
    const begin = end
    end += shape.reduce((product, extent) => product * extent, sizes[dtype] ?? 1)
    header[name] = { dtype, shape, data_offsets: [begin, end] }
  }
  return safetensors(header, Buffer.alloc(end))
}

/** The tiny model with replaced or additional files. `null` removes a file. */
export function changedModel(files: Readonly<Record<string, Json | Uint8Array | string | null>>): string {
  const folder = temporaryFolder()
  const all = { 'config.json': tinyConfig, 'model.safetensors': undefined, ...files }
  for (const [name, content] of Object.entries(all)) {
    const path = join(folder, name)
    if (content === null) continue
    if (content === undefined) copyFileSync(join(tinyModel, name), path)
    else if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(path, content)
    else writeFileSync(path, JSON.stringify(content))
  }
  return folder
}
