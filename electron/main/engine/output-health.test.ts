import { expect, test } from 'vitest'
import { isDegenerate } from './output-health.js'

test('ordinary short replies and lists are no sign of illness', () => {
  for (const text of ['Yes.', 'Ha ha ha!', 'no no no no', '1, 2, 3, 4, 5, 6, 7, 8, 9', '| - | - | - | - | x']) {
    expect(isDegenerate(text)).toBe(false)
  }
})

test('nothing, and one piece over and over, is what broken numbers decode to', () => {
  for (const text of ['', ' \n\t', '!'.repeat(16), '<unk>'.repeat(30), '的'.repeat(40)]) {
    expect(isDegenerate(text)).toBe(true)
  }
})
