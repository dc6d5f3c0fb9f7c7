import { expect, test } from 'vitest'
import { OpenedFiles } from './opened-files.js'

test('files that are opened before the app listens wait, in order, and each is taken once', () => {
  const opened = new OpenedFiles()
  let calls = 0
  opened.add(['/a.txt'])
  opened.add(['/b.txt', '/c'])
  opened.listen(() => calls++)
  expect(calls).toBe(1)
  expect(opened.take()).toEqual(['/a.txt', '/b.txt', '/c'])
  expect(opened.take()).toEqual([])
  opened.add([])
  expect(calls).toBe(1)
  opened.add(['/d.txt'])
  expect([calls, opened.take()]).toEqual([2, ['/d.txt']])
  opened.stopListening()
  opened.add(['/e.txt'])
  expect(calls).toBe(2)
})
