import { createHash } from 'node:crypto'

const maxLength = 80

/**
 * A name for a file or a folder that a person recognises, on every file system. Names that are too long, or differ only
 * in what a file's name can't have, stay apart by a part of their hash.
 * @param {string} text
 * @returns {string}
 */
export function fileName(text) {
  const words = text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
  const short = [...words].slice(0, maxLength).join('').trim().replaceAll(' ', '-')
  if (words === text && words.length <= maxLength) return short
  return [short, createHash('sha256').update(text).digest('hex').slice(0, 6)].filter(Boolean).join('-')
}
