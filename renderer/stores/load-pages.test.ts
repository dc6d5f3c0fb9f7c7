import { expect, test } from 'vitest'
import { type Conversation, type ListPlace, maxListed } from '../../contract/chat.js'
import { loadPages } from './load-pages.js'

const stored = (count: number): readonly Conversation[] =>
  Array.from({ length: count }, (_, place) => ({
    id: `c${place}`,
    title: '',
    updatedAt: count - place,
    isBusy: false,
    isUnread: false,
  }))

/** Main's side: pages of a list, each after a place. */
function pagesOf(all: readonly Conversation[]) {
  return async (after?: ListPlace) => {
    const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after.id) + 1
    return all.slice(from, from + maxListed)
  }
}

test.each([0, 1, maxListed, maxListed + 1, 7 * maxListed])(
  '%i conversations are all shown, in order',
  async (count) => {
    const all = stored(count)
    const shown: Conversation[] = []
    const { all: done } = loadPages({
      load: pagesOf(all),
      show: (page) => shown.push(...page),
      pause: async () => {},
    })
    await done
    expect(shown).toEqual(all)
  },
)

test('the first page is shown before any other is asked for, and the rest in few steps', async () => {
  const events: string[] = []
  let draw = () => {}
  const drawn = new Promise<void>((resolve) => {
    draw = resolve
  })
  const load = pagesOf(stored(40 * maxListed))
  const { first, all } = loadPages({
    load: (after) => {
      events.push('load')
      return load(after)
    },
    show: (page) => events.push(`show ${page.length / maxListed}`),
    pause: () => drawn,
  })
  await first
  expect(events).toEqual(['load', 'show 1'])
  draw()
  await all
  const steps = events.filter((event) => event.startsWith('show'))
  expect(steps).toEqual([1, 1, 2, 4, 8, 16, 8].map((pages) => `show ${pages}`))
})
