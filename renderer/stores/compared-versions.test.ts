import { expect, test } from 'vitest'
import { stepTarget } from './compared-versions.js'

const ids = ['a', 'b', 'c', 'd']
const version = (index: number) => {
  const [previousId, nextId] = [ids[index - 1], ids[index + 1]]
  const neighbours = { ...(previousId && { previousId }), ...(nextId && { nextId }) }
  return { id: ids[index] ?? '', versions: { index: index + 1, count: ids.length, ...neighbours } }
}

test('a side steps over the version that the other side shows, so that the two always differ', () => {
  expect(stepTarget(version(0), version(1), 1)).toBe('c')
  expect(stepTarget(version(3), version(2), -1)).toBe('b')
  expect(stepTarget(version(0), version(2), 1)).toBe('b')
})

test('there is no step past the first and the last version, also where the other side shows it', () => {
  expect(stepTarget(version(3), version(0), 1)).toBeUndefined()
  expect(stepTarget(version(2), version(3), 1)).toBeUndefined()
  expect(stepTarget(version(1), version(0), -1)).toBeUndefined()
})
