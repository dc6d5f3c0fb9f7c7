import { expect, test } from 'vitest'
import { isDegenerate } from './output-health.js'

test('short replies and lists are not degenerate', () => {
  for (const text of ['Yes.', 'Ha ha ha!', 'no no no no', '1, 2, 3, 4, 5, 6, 7, 8, 9', '| - | - | - | - | x']) {
    expect(isDegenerate(text)).toBe(false)
  }
})

test('blank text and one repeated unit are degenerate', () => {
  for (const text of ['', ' \n\t', '!'.repeat(16), '<unk>'.repeat(30), '的'.repeat(40)]) {
    expect(isDegenerate(text)).toBe(true)
  }
})
