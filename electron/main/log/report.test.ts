import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { faultMark } from '../../../contract/fault.js'
import { watchFaults } from '../engine/watch-faults.js'
import { openLog, remark, report } from './report.js'

let home: string
const printed: string[] = []
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'parley-report-'))
  printed.length = 0
  vi.spyOn(console, 'error').mockImplementation((...words) => void printed.push(words.join(' ')))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(home, { recursive: true })
})

const text = 'Dear Ms Okafor, the harbour closes on Friday.'

test('the log gets the sentence of the code and the kind of error, never what the error says', () => {
  const log = openLog(home, { isQuiet: true })
  report('The backup failed.', new Error(text, { cause: Object.assign(new Error(text), { code: 'ENOSPC' }) }))
  remark('A model is loaded.', { contextLength: 8_192 })
  expect(log.read()).toMatch(
    /^\S+ error main: The backup failed\. \| Error.* ← Error ENOSPC.*\n\S+ info main: A model is loaded\. contextLength 8192\n$/,
  )
  expect(printed.join()).not.toContain('harbour')
})

test('a sentence that is not known when the code is compiled is no sentence for the log', () => {
  openLog(home, { isQuiet: true })
  const word: string = text
  const reason: 'crashed' | 'killed' = 'killed'
  report(`A process ended: ${reason}.` as const)
  // @ts-expect-error any text
  report(word)
  // @ts-expect-error a text within it
  report(`The document ${word} could not be read.` as const)
})

test('the fault that an engine writes to stderr reaches the log, in whatever pieces it arrives', () => {
  const log = openLog(home, { isQuiet: true })
  const passed: string[] = []
  const take = watchFaults((data) => void passed.push(Buffer.from(data).toString()))
  const line = `engine: ${text}\n${faultMark}${JSON.stringify({ name: 'RangeError', places: ['engine/index.cjs:1:2'] })}\n`
  for (const character of line) take(Buffer.from(character))
  take(Buffer.from(`${faultMark}{"name":"${text}","places":[]}\n${faultMark}{"na\n${text}\n`))
  expect(passed.join('')).toContain(text)
  expect(log.read()).toMatch(/^\S+ error engine: The engine failed\. \| RangeError engine\/index\.cjs:1:2\n$/)
})
