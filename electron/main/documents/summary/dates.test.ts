import { expect, test } from 'vitest'
import { dateOrder } from './dates.js'

test.each([
  ['It was repaired on 12 March 2024.', '12 March 2024', 20_240_312],
  ['On March 3rd, 2024 it sailed.', 'March 3rd, 2024', 20_240_303],
  ['Since May 1999 nothing happened.', 'May 1999', 19_990_500],
  ['2024-02-01: the quay stood under water', '2024-02-01', 20_240_201],
  ['Am 1. Mai 2020 war Ruhe.', '1. Mai 2020', 20_200_501],
  ['Le 14 juillet 1789', '14 juillet 1789', 17_890_714],
  ['El 2 de mayo de 1808', '2 de mayo de 1808', 18_080_502],
  ['2024年3月12日に修理された。', '2024年3月12日', 20_240_312],
  ['Am 05.06.2024 und 2025', '05.06.2024', 20_240_605],
  ['The library opened in 1987.', '1987', 19_870_000],
])('the first date of a text is found, with its order: %s', (text, written, order) => {
  expect(dateOrder(text)).toEqual({ written, order })
})

test.each(['It may rain.', 'It lent 21,460 books.', '12 March', 'Room 20245', ''])('%j has no date', (text) => {
  expect(dateOrder(text)).toBeUndefined()
})
