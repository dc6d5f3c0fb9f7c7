import { expect, test } from 'vitest'
import { mergedDraft } from './merged-draft.js'

test.each([
  ['what was sent from the other window leaves what is typed here', 'Dear Ms', '', 'Dear Ms'],
  ['typing that continues the other window\u2019s text is not doubled', 'Dear Ms Hale', 'Dear Ms', 'Dear Ms Hale'],
  ['the longer text of the other window wins over its beginning', 'Dear', 'Dear Ms Hale', 'Dear Ms Hale'],
  ['two different texts are both kept', 'To the bank', 'Dear Ms Hale', 'Dear Ms Hale\n\nTo the bank'],
])('%s', (_, mine, theirs, merged) => {
  expect(mergedDraft(mine, theirs)).toBe(merged)
})
