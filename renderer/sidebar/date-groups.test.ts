import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Conversation } from '../../contract/chat.js'
import { groupByDate } from './date-groups.js'

const at = (time: Date): Conversation => ({
  id: String(time.getTime()),
  title: '',
  createdAt: 0,
  updatedAt: time.getTime(),
  isBusy: false,
  isUnread: false,
})
const now = new Date(2026, 2, 30, 0, 30)
const labels = (...times: Date[]) => groupByDate(times.map(at), now).map(({ label }) => label)

test('half an hour before midnight was yesterday, although it is less than a day ago', () => {
  expect(labels(new Date(2026, 2, 30, 0, 10), new Date(2026, 2, 29, 23, 50))).toEqual(['Today', 'Yesterday'])
})

test('a day with 23 or 25 hours is still one day', () => {
  expect(labels(new Date(2026, 2, 28, 23, 50))).toEqual(['Previous 7 days'])
  expect(labels(new Date(2026, 2, 23, 0, 5))).toEqual(['Previous 7 days'])
})

test('older ones stand under their month, and under its year when that is over', () => {
  expect(labels(new Date(2026, 2, 20), new Date(2026, 0, 2), new Date(2025, 11, 30))).toEqual([
    'March',
    'January',
    'December 2025',
  ])
})

test('a clock that was set back does not lose a conversation from the future', () => {
  expect(labels(new Date(2026, 3, 2))).toEqual(['Today'])
})

test('no conversation is lost, doubled or moved by the groups', () => {
  const times = fc.array(fc.date({ min: new Date(2020, 0), max: now, noInvalidDate: true }), { maxLength: 60 })
  fc.assert(
    fc.property(times, (dates) => {
      const list = dates.map(at).toSorted((a, b) => b.updatedAt - a.updatedAt)
      const groups = groupByDate(list, now)
      expect(groups.flatMap(({ conversations }) => conversations)).toEqual(list)
      expect(new Set(groups.map(({ label }) => label)).size).toBe(groups.length)
    }),
  )
})
