import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runDemo } from '../build/demo.mjs'
import { launchInfo } from './app.js'

/** What `npm start` does where there is no display. It throws when anything fails. */
test('the demo asks, has a document summarised with its pages, and takes a picture of each state', async () => {
  const outDir = mkdtempSync(join(tmpdir(), 'parley-demo-'))
  onTestFinished(() => rmSync(outDir, { recursive: true, force: true }))
  const document = 'The board met in May. It chose Ada Smith as its head. The roof was repaired in June.'
  await runDemo({ ...launchInfo(), outDir, questions: ['Hello'], document })
  expect(readdirSync(outDir)).toHaveLength(8)
})
