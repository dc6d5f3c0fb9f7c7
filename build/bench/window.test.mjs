import { expect, test } from 'vitest'
import { summarise } from './window.mjs'

test('each figure is the median of its rounds, and its ratio is huge divided by small', () => {
  const sample = (small, huge) => ({
    state: 'code',
    small: { key: { busyMs: small } },
    huge: { key: { busyMs: huge } },
  })
  expect(summarise([sample(4, 100), sample(2, 8), sample(3, 9)])).toEqual({
    code: { key: { small: { busyMs: 3 }, huge: { busyMs: 9 }, ratio: { busyMs: 3 } } },
  })
})

test('a figure that only some rounds have is the median of those rounds', () => {
  const sample = (figures) => ({ state: 'prompt', small: { show: figures }, huge: { show: { busyMs: 8, firstMs: 6 } } })
  expect(summarise([sample({ busyMs: 4 }), sample({ busyMs: 4, firstMs: 2 })])).toEqual({
    prompt: {
      show: { small: { busyMs: 4, firstMs: 2 }, huge: { busyMs: 8, firstMs: 6 }, ratio: { busyMs: 2, firstMs: 3 } },
    },
  })
})
