import { expect } from 'vitest'
import type { NativeModel } from '../../index.js'
import { argmax, distance, readPrompt } from '../tiny-model.js'

/**
 * Maximum difference to mlx-lm's logits, as a share of the row's spread. Different chunks change mlx-lm's own logits by
 * about 2e-6; the smallest mistake (YaRN's rounding) changes them by 2e-3.
 */
export const tolerance = 3e-5

/** With this margin of the most likely token, rounding can't make another token the most likely. */
export const clearMargin = 1e-3

/** Logits after the prompt, read in chunks, and after each token of the continuation. */
export async function readRows(
  model: NativeModel,
  reading: { readonly prompt: readonly number[]; readonly chunk: number; readonly continuation: readonly number[] },
): Promise<Float32Array[]> {
  await model.truncate(0)
  const rows = [await readPrompt(model, reading.prompt, { chunk: reading.chunk })]
  for (const token of reading.continuation) rows.push(await model.logits(Int32Array.of(token)))
  return rows
}

/** The largest difference of any row, as a share of its spread. */
export function worstDistance(ours: readonly Float32Array[], theirs: readonly Float32Array[]): number {
  return theirs.reduce((worst, row, i) => Math.max(worst, distance(row, ours[i] ?? new Float32Array())), 0)
}

export function expectSame(ours: readonly Float32Array[], theirs: readonly Float32Array[], what: string): void {
  expect(ours.length, what).toBe(theirs.length)
  expect(worstDistance(ours, theirs), `${what}: the logits differ from mlx-lm’s`).toBeLessThan(tolerance)
  for (const [i, row] of theirs.entries()) {
    if (margin(row) <= clearMargin) continue
    expect(argmax(ours[i] ?? []), `${what}, row ${i}: the most likely token differs`).toBe(argmax(row))
  }
}

export function expectIdentical(ours: readonly Float32Array[], theirs: readonly Float32Array[], what: string): void {
  expect(ours.length, what).toBe(theirs.length)
  const differing = theirs.flatMap((row, i) => (isIdentical(row, ours[i]) ? [] : [i]))
  expect(differing, `${what}: rows whose bits differ from mlx-lm’s`).toEqual([])
}

export function isIdentical(a: Float32Array, b: Float32Array | undefined): boolean {
  return b !== undefined && Buffer.from(a.buffer).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength))
}

function margin(row: Float32Array): number {
  const [second = 0, first = 0] = Float32Array.from(row).sort().slice(-2)
  return first - second
}
