import { expect, test } from 'vitest'
import type { FilterModel } from '../../contract/content-filter.js'
import { filterModelWords } from './filter-words.js'

const guard: FilterModel = { model: { id: 's', name: 'Guard' }, isSafeguard: true }
const change = {
  from: { id: 'u', name: 'Usual' },
  weightBytes: 12_000_000_000,
  memory: 'Needs 13 GB.',
  fits: true,
  seconds: 23,
}
const both = { filterSubject: 'both', filterTime: 'before' } as const

test('two changes of the model for each message where both are checked before, else one', () => {
  expect(filterModelWords({ ...guard, change }, both)).toEqual([
    'Guard, which was made for it.',
    'Each message costs two changes of the model: Usual leaves the memory for these 12 GB and is loaded again, about 23 s each, and it then reads the conversation from its beginning.',
    'Needs 13 GB.',
  ])
  const once = filterModelWords({ ...guard, change }, { ...both, filterTime: 'after' }).join(' ')
  expect(once).toContain('costs a change of the model')
  expect(once).not.toContain('each,')
  expect(filterModelWords({ ...guard, change }, { ...both, filterSubject: 'replies' })).toEqual(
    filterModelWords({ ...guard, change }, { ...both, filterTime: 'after' }),
  )
})

test('a time that is not known is not made up, and a model that does not fit is said', () => {
  const { seconds: _, ...timeless } = change
  const words = filterModelWords({ ...guard, change: { ...timeless, fits: false } }, both)
  expect(words.join(' ')).not.toContain('about')
  expect(words.at(-1)).toBe('So nothing could be checked on this computer.')
})

test('without a change, nothing but who checks', () => {
  expect(filterModelWords(guard, both)).toHaveLength(1)
  expect(filterModelWords({ ...guard, isSafeguard: false }, both).join(' ')).toContain('not made for policies')
})
