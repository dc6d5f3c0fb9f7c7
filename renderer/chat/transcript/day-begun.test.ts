import { expect, test } from 'vitest'
import { dayBegun } from './day-begun.js'

const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime()
const today = at(24, 0)
const messages = {
  late: { createdAt: at(22, 23) },
  early: { createdAt: at(23, 1) },
  noon: { createdAt: at(23, 12) },
  now: { createdAt: at(24, 9) },
  unknown: {},
}
const begun = (id: string, beforeId?: string) => dayBegun(messages, { id, beforeId, today })

test('a message of another day than the one before begins its day, however short the time between', () => {
  expect(begun('early', 'late')).toBe(at(23, 0))
  expect(begun('now', 'noon')).toBe(today)
  expect(begun('noon', 'early')).toBeUndefined()
})

test('a conversation of another day says when it began, and one of today does not', () => {
  expect(begun('late')).toBe(at(22, 0))
  expect(begun('now')).toBeUndefined()
})

test('a message without a time, or after one, begins no day', () => {
  expect(begun('unknown', 'noon')).toBeUndefined()
  expect(begun('noon', 'unknown')).toBeUndefined()
})
