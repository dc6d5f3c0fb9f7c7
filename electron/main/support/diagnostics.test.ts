import { expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { type DiagnosticFacts, diagnosticsText } from './diagnostics.js'

const facts: DiagnosticFacts = {
  at: Date.UTC(2026, 10, 30),
  app: { version: '1.2.3', isPackaged: true, hasOwnFolder: false },
  versions: { Electron: '45.4.1' },
  system: { name: 'darwin', version: '26.2', architecture: 'arm64' },
  processor: 'Apple M2',
  processorCount: 8,
  memoryBytes: 17_179_869_184,
  freeDiskBytes: 5,
  engine: {
    state: 'ready',
    model: {
      id: '/Users/ada/Models/private',
      name: 'private',
      isDemo: false,
      contextLength: 131_072,
      weightBytes: 9,
      efforts: [],
    },
  },
  store: { conversations: 12, messages: 340, bytes: 7 },
  backups: [{ at: Date.UTC(2026, 10, 29), bytes: 6 }],
  settings: { ...initialSettings, defaults: { ...initialSettings.defaults, instructions: 'I am a harbour pilot.' } },
  log: '2026-11-30T00:00:00.000Z error main: The backup failed. | Error ENOSPC\n',
}

test('it has versions, states, sizes and the log', () => {
  const text = diagnosticsText(facts)
  for (const part of ['Version: 1.2.3', 'Electron: 45.4.1', 'Apple M2, 8 cores', 'Context: 131072 tokens'])
    expect(text).toContain(part)
  for (const part of [
    'Conversations: 12',
    'Backup of 2026-11-29',
    'network: true',
    'The backup failed. | Error ENOSPC',
  ])
    expect(text).toContain(part)
})

test('instructions, and the name and folder of a model, are not in it', () => {
  const text = diagnosticsText(facts)
  expect(text).toContain('defaults.instructions: 21 characters')
  expect(text).toContain('defaults.effort: medium')
  expect(text).not.toMatch(/harbour|private|ada|Users/)
})

test('a model that failed to load shows its code and not its message', () => {
  const text = diagnosticsText({
    ...facts,
    engine: { state: 'failed', code: 'model-missing', message: 'No /Users/ada' },
  })
  expect(text).toContain('Code: model-missing')
  expect(text).not.toContain('ada')
})
