import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Conversation } from '../../contract/chat.js'
import { dayInWords, groupByDate } from './date-groups.js'

const at = (time: Date): Conversation => ({
  id: String(time.getTime()),
  title: '',
  updatedAt: time.getTime(),
  isBusy: false,
  isUnread: false,
})
const now = new Date(2026, 2, 30, 0, 30)
const labels = (...times: Date[]) => groupByDate(times.map(at), now).map(({ label }) => label)

test('a time before midnight is yesterday, even if it is less than 24 hours ago', () => {
  expect(labels(new Date(2026, 2, 30, 0, 10), new Date(2026, 2, 29, 23, 50))).toEqual(['Today', 'Yesterday'])
})

test('a day with 23 or 25 hours counts as one day', () => {
  expect(labels(new Date(2026, 2, 28, 23, 50))).toEqual(['Previous 7 days'])
  expect(labels(new Date(2026, 2, 23, 0, 5))).toEqual(['Previous 7 days'])
})

test('older conversations are grouped by month, and by month and year if the year is not this one', () => {
  expect(labels(new Date(2026, 2, 20), new Date(2026, 0, 2), new Date(2025, 11, 30))).toEqual([
    'March',
    'January',
    'December 2025',
  ])
})

test('a conversation from the future, after the clock was set back, is under Today', () => {
  expect(labels(new Date(2026, 3, 2))).toEqual(['Today'])
})

test('the groups contain every conversation once, in the same order', () => {
  const times = fc.array(fc.date({ min: new Date(2020, 0), max: now, noInvalidDate: true }), { maxLength: 60 })
  fc.assert(
    fc.property(times, (dates) => {
      const list = dates.map(at).toSorted((a, b) => b.updatedAt - a.updatedAt)
      const groups = groupByDate(list, now)
      expect(groups.flatMap(({ rows }) => rows)).toEqual(list)
      expect(new Set(groups.map(({ label }) => label)).size).toBe(groups.length)
    }),
  )
})

test.each([
  [new Date(2026, 2, 30, 0, 10), 'Today'],
  [new Date(2026, 2, 29, 23, 50), 'Yesterday'],
  [new Date(2026, 2, 28), 'Mar 28'],
  [new Date(2025, 11, 31), 'Dec 31, 2025'],
  [new Date(2026, 2, 31), 'Today'],
])('the day of %s is %s', (time, words) => expect(dayInWords(time, now)).toBe(words))

test('a week ago and the rest of its month, and two months of two years, are groups of their own', () => {
  expect(
    labels(
      new Date(2026, 2, 30, 0, 10),
      new Date(2026, 2, 29),
      new Date(2026, 2, 28, 23),
      new Date(2026, 2, 23),
      new Date(2026, 2, 22, 23, 59),
      new Date(2026, 2, 1),
      new Date(2026, 1, 28, 23, 59),
      new Date(2025, 1, 3),
    ),
  ).toEqual(['Today', 'Yesterday', 'Previous 7 days', 'March', 'February', 'February 2025'])
})
