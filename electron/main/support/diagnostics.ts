import { effortLabels } from '../../../contract/engine.js'
import type { EngineStatus } from '../../../contract/models.js'
import { appSettings, type Settings } from '../../../contract/settings.js'

/** What the diagnostics say; numbers, versions and states, and nothing that a person wrote or named. */
export interface DiagnosticFacts {
  readonly at: number
  readonly app: { readonly version: string; readonly isPackaged: boolean; readonly hasOwnFolder: boolean }
  /** Of Electron, Chromium, Node and others. */
  readonly versions: Readonly<Record<string, string>>
  readonly system: { readonly name: string; readonly version: string; readonly architecture: string }
  readonly processor: string
  readonly processorCount: number
  readonly memoryBytes: number
  readonly freeDiskBytes: number
  readonly engine: EngineStatus
  readonly store: { readonly conversations: number; readonly messages: number; readonly bytes: number }
  readonly backups: readonly { readonly at: number; readonly bytes: number }[]
  readonly settings: Settings
  readonly log: string
}

/** The text that the user reads, and that is saved. */
export function diagnosticsText(facts: DiagnosticFacts): string {
  const { app, versions, system, store, backups } = facts
  return `${[
    'Parley diagnostics',
    `Made ${new Date(facts.at).toISOString()}.\nIt has no text of conversations or documents, no title,\nno name of a file or a model, and no path.`,
    section('App', [
      ['Version', app.version],
      ['Packaged', yesOrNo(app.isPackaged)],
      ['Data in its usual folder', yesOrNo(!app.hasOwnFolder)],
      ...Object.entries(versions),
    ]),
    section('Computer', [
      ['System', `${system.name} ${system.version}, ${system.architecture}`],
      ['Processor', `${facts.processor}, ${facts.processorCount} cores`],
      ['Memory', bytes(facts.memoryBytes)],
      ['Free on the disk', bytes(facts.freeDiskBytes)],
    ]),
    section('Model', engineLines(facts.engine)),
    section('Stored', [
      ['Conversations', String(store.conversations)],
      ['Messages', String(store.messages)],
      ['Size', bytes(store.bytes)],
      ...backups.map(({ at, bytes: size }): Line => [`Backup of ${new Date(at).toISOString()}`, bytes(size)]),
    ]),
    section('Settings', settingsLines(facts.settings)),
    `Log\n${facts.log.trimEnd() || '  empty'}`,
  ].join('\n\n')}\n`
}

type Line = readonly [name: string, value: string]

const section = (title: string, lines: readonly Line[]) =>
  [title, ...lines.map(([name, value]) => `  ${name}: ${value}`)].join('\n')

const yesOrNo = (is: boolean) => (is ? 'yes' : 'no')
const bytes = (count: number) => `${count.toLocaleString('en')} bytes`

function engineLines(status: EngineStatus): readonly Line[] {
  const state: Line = ['State', status.state]
  if (status.state === 'failed') return [state, ['Code', status.code]]
  if (status.state !== 'ready') return [state]
  const { isDemo, contextLength, weightBytes } = status.model
  return [
    state,
    ['Demonstration model', yesOrNo(isDemo)],
    ['Context', `${contextLength} tokens`],
    ['Weights', bytes(weightBytes)],
  ]
}

/** A text shows only how long it is. */
function settingsLines({ defaults, ...settings }: Settings): readonly Line[] {
  const names = Object.keys(appSettings) as readonly (keyof typeof appSettings)[]
  return [
    ...names.map((name): Line => [name, valueInWords(settings[name], appSettings[name].kind)]),
    ...Object.entries(defaults).map(([name, value]): Line => {
      const isText = typeof value === 'string' && !Object.hasOwn(effortLabels, value)
      return [`defaults.${name}`, valueInWords(value, isText ? 'text' : 'number')]
    }),
  ]
}

const valueInWords = (value: unknown, kind: string): string =>
  kind === 'text' && typeof value === 'string' ? `${value.length} characters` : String(value)
