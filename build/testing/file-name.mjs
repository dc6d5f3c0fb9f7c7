import { createHash } from 'node:crypto'

const maxLength = 80

/**
 * Makes a readable file or folder name that is valid on every file system. Adds a part of the text's hash if the text is
 * too long or has characters that a file name can't have, so that different texts get different names.
 * @param {string} text
 * @returns {string}
 */
export function fileName(text) {
  const words = text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
  const short = [...words].slice(0, maxLength).join('').trim().replaceAll(' ', '-')
  if (words === text && words.length <= maxLength) return short
  return [short, createHash('sha256').update(text).digest('hex').slice(0, 6)].filter(Boolean).join('-')
}
