import { expect, test } from 'vitest'
import { KeptIndex } from './kept-index.js'
import { PassageIndex } from './passage-index.js'

/** Counts the indexes that are built, and knows which of them are closed. */
function builder() {
  const built: PassageIndex[] = []
  const closed = new Set<PassageIndex>()
  const build = async () => {
    const index = await PassageIndex.build([[{ page: 1, passages: ['The ferry is late.'] }]])
    const close = index.close.bind(index)
    index.close = () => {
      closed.add(index)
      close()
    }
    built.push(index)
    return index
  }
  return { built, closed, build }
}
const rows = async (index: PassageIndex) => index.passages.length
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('the next question about the same documents uses the same index, another closes it', async () => {
  const { built, closed, build } = builder()
  const kept = new KeptIndex()
  expect(await kept.use('a', build, rows)).toBe(1)
  await kept.use('a', build, rows)
  expect([built.length, closed.size]).toEqual([1, 0])
  await kept.use('b', build, rows)
  await settled()
  expect([built.length, [...closed]]).toEqual([2, [built[0]]])
})

test('an index is not closed while another conversation still searches in it', async () => {
  const { built, closed, build } = builder()
  const kept = new KeptIndex()
  let go = () => {}
  const searching = kept.use('a', build, async (index) => {
    await new Promise<void>((resolve) => {
      go = resolve
    })
    return index.rank([{ words: ['ferry'], pieces: [], weight: 1 }]).length
  })
  await settled()
  await kept.use('b', build, rows)
  await settled()
  expect(closed.size).toBe(0)
  go()
  expect(await searching).toBe(1)
  await settled()
  expect([...closed]).toEqual([built[0]])
})

test('an index that could not be built, or whose search failed, is built again', async () => {
  const { built, closed, build } = builder()
  const kept = new KeptIndex()
  await expect(kept.use('a', () => Promise.reject(new Error('No.')), rows)).rejects.toThrow('No.')
  await expect(kept.use('a', build, () => Promise.reject(new Error('Stopped.')))).rejects.toThrow('Stopped.')
  await settled()
  expect(closed.size).toBe(1)
  await kept.use('a', build, rows)
  expect(built).toHaveLength(2)
})
