import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const mb = 1_000_000

/**
 * What takes how much of an app for macOS, and how much it may. Each part has a tenth to grow. Both builds of MLX ship: an M5
 * without the kernels for its accelerators would be slow from its first day, and a fetched one is one more download to prove.
 */
const parts = [
  { name: 'Electron', path: 'Contents/Frameworks', maxBytes: 290 * mb },
  { name: 'MLX for macOS 14', path: 'Contents/Resources/native/mlx-14', maxBytes: 190 * mb },
  { name: 'MLX for macOS 26.2', path: 'Contents/Resources/native/mlx-26', maxBytes: 260 * mb },
  { name: 'Parley itself', path: 'Contents/Resources/app.asar', maxBytes: 45 * mb },
  { name: 'SQLite', path: 'Contents/Resources/app.asar.unpacked', maxBytes: 8 * mb },
  { name: 'Demonstration model', path: 'Contents/Resources/tiny-model', maxBytes: 5 * mb },
]

/** Of the whole app. */
const maxBytes = 760 * mb

/** @returns {{ name: string, bytes: number, maxBytes: number }[]} the last is the whole app */
export const sizesOf = (app) => [
  ...parts.map(({ name, path, maxBytes: limit }) => ({ name, bytes: bytesOf(join(app, path)), maxBytes: limit })),
  { name: 'The whole app', bytes: bytesOf(app), maxBytes },
]

/** @param {ReturnType<typeof sizesOf>} sizes */
export const sizeProblems = (sizes) =>
  sizes.flatMap(({ name, bytes, maxBytes: limit }) => [
    ...(bytes > limit ? [`${name} takes ${megabytes(bytes)} and may take ${megabytes(limit)}`] : []),
    ...(bytes === 0 ? [`${name} is missing`] : []),
  ])

const megabytes = (bytes) => `${Math.round(bytes / mb)} MB`

/** Links take nothing. */
function bytesOf(path) {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (!stats || stats.isSymbolicLink()) return 0
  if (!stats.isDirectory()) return stats.size
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0)
}
