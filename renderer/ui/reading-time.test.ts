import { expect, test } from 'vitest'
import { readingTimeMs } from './reading-time.js'

test('a sentence about lost messages stays until it can be read, and a short one does not stay longer for it', () => {
  const recovered =
    'The file that holds your conversations was damaged. 42 messages could be read. 6 messages could not be read and are ' +
    'lost. The damaged file is kept in the folder “damaged” as 2026-06-01T00-00-00.114Z.db.'
  expect(readingTimeMs(recovered)).toBeGreaterThan(15_000)
  expect(readingTimeMs('Moved to Trash')).toBe(6_000)
})
