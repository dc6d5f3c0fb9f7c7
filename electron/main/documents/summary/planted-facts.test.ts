import { expect, test } from 'vitest'
import { plantedPlace, plantedRecall } from '../../testing/planted-recall.js'

test.each([2_400, 8_000])(
  'all facts of a long text come into the notes, and every tenth of it into a summary of one page: context of %d tokens',
  async (contextLength) => {
    const { state, notes, summary, points } = await plantedRecall('page', contextLength)
    expect(state).toBe('done')
    expect(notes).toEqual(Array(10).fill(1))
    expect(Math.min(...summary), summary.join(' ')).toBeGreaterThanOrEqual(0.7 * Math.max(...summary))
    expect(Math.min(...summary)).toBeGreaterThan(0.2)
    for (const point of points) expect(point).toMatchObject(plantedPlace(point))
  },
)
