import { expect } from 'vitest'
import type { NativeModel } from '../../index.js'
import { argmax, distance, readPrompt } from '../tiny-model.js'

/**
 * How far a logit may be from mlx-lm's, as a part of the row's spread. Other chunks move mlx-lm's own logits by some
 * 2e-6, the mildest mistake (YaRN's rounding) by 2e-3.
 */
export const tolerance = 3e-5

/** From this lead on of the likeliest token, rounding can't make another one the likeliest. */
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

/** The largest difference of any row, as a part of its spread. */
export function worstDistance(ours: readonly Float32Array[], theirs: readonly Float32Array[]): number {
  return theirs.reduce((worst, row, i) => Math.max(worst, distance(row, ours[i] ?? new Float32Array())), 0)
}

export function expectSame(ours: readonly Float32Array[], theirs: readonly Float32Array[], what: string): void {
  expect(ours.length, what).toBe(theirs.length)
  expect(worstDistance(ours, theirs), `${what}: the logits are not mlx-lm’s`).toBeLessThan(tolerance)
  for (const [i, row] of theirs.entries()) {
    if (margin(row) <= clearMargin) continue
    expect(argmax(ours[i] ?? []), `${what}, row ${i}: another token is the likeliest`).toBe(argmax(row))
  }
}

export function expectIdentical(ours: readonly Float32Array[], theirs: readonly Float32Array[], what: string): void {
  expect(ours.length, what).toBe(theirs.length)
  const differing = theirs.flatMap((row, i) => (isIdentical(row, ours[i]) ? [] : [i]))
  expect(differing, `${what}: rows that are not mlx-lm’s to the last bit`).toEqual([])
}

export function isIdentical(a: Float32Array, b: Float32Array | undefined): boolean {
  return b !== undefined && Buffer.from(a.buffer).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength))
}

function margin(row: Float32Array): number {
  const [second = 0, first = 0] = Float32Array.from(row).sort().slice(-2)
  return first - second
}
