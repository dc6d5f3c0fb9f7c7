import { expect, test } from 'vitest'
import { type FoundPlaces, maxFoundPlaces } from '../../../contract/found-places.js'
import { findPlaces } from './find-places.js'

const never = new AbortController().signal

async function* pagesOf(...pages: readonly (readonly string[])[]) {
  for (const [index, passages] of pages.entries())
    yield { documentId: 'd', page: index + 1, state: 'read' as const, passages }
}
const find = (query: string, ...pages: readonly (readonly string[])[]) => findPlaces(pagesOf(...pages), query, never)
const textsOf = ({ places }: FoundPlaces, ...pages: readonly (readonly string[])[]) =>
  places.map(({ page, passage, start, end }) => pages[page - 1]?.[passage - 1]?.slice(start, end))

test('every place is found, page by page, whatever its case', async () => {
  const pages = [['A ferry.', 'The Ferry and the FERRY.'], [], ['No boat.', 'ferry']]
  const found = await find('ferry', ...pages)
  expect(found.places.map(({ page, passage }) => [page, passage])).toEqual([
    [1, 1],
    [1, 2],
    [1, 2],
    [3, 2],
  ])
  expect(textsOf(found, ...pages)).toEqual(['ferry', 'Ferry', 'FERRY', 'ferry'])
})

test('words are found across the end of a line, and an apostrophe of another kind', async () => {
  const pages = [['The captain’s\n  ferry leaves.', 'captainferry']]
  expect(textsOf(await find(" captain's ferry ", ...pages), ...pages)).toEqual(['captain’s\n  ferry'])
})

test('places do not overlap, and offsets are those of the text', async () => {
  expect((await find('aa', ['İ aaaa'])).places.map(({ start, end }) => [start, end])).toEqual([
    [2, 4],
    [4, 6],
  ])
})

test('nothing is found for white space, nor parts of words as a pattern', async () => {
  expect((await find('   ', ['a b'])).places).toEqual([])
  expect((await find('.*', ['a b'])).places).toEqual([])
})

test('more places than anyone steps through are cut off, and it is said', async () => {
  expect(await find('a', ['a'.repeat(maxFoundPlaces)])).toMatchObject({ isCut: false })
  const cut = await find('a', ['a'.repeat(maxFoundPlaces + 1)])
  expect(cut).toMatchObject({ isCut: true })
  expect(cut.places).toHaveLength(maxFoundPlaces)
})

test('a search that is no longer wanted ends at the next page', async () => {
  const aborter = new AbortController()
  let read = 0
  async function* pages() {
    for await (const page of pagesOf(['a'], ['a'], ['a'])) {
      read++
      if (read === 2) aborter.abort(new Error('enough'))
      yield page
    }
  }
  await expect(findPlaces(pages(), 'a', aborter.signal)).rejects.toThrow('enough')
  expect(read).toBe(2)
})
