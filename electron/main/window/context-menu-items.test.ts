import { expect, test } from 'vitest'
import { contextGroups, contextLabels } from '../../../contract/context-menu.js'
import { contextMenuItems, type PointedAt } from './context-menu-items.js'

const nothing: PointedAt = {
  isEditable: false,
  selectionText: '',
  misspelledWord: '',
  dictionarySuggestions: [],
  hasImageContents: false,
  editFlags: { canCut: false, canCopy: false, canPaste: false, canSelectAll: false },
}
const canEdit = { canCut: true, canCopy: true, canPaste: true, canSelectAll: true }
const did: string[] = []
const actions = {
  run: (command: string) => did.push(command),
  replaceMisspelling: (word: string) => did.push(`write ${word}`),
  learnSpelling: (word: string) => did.push(`learn ${word}`),
  lookUp: () => did.push('look up'),
  copyImage: () => did.push('copy image'),
}
const menu = (at: Partial<PointedAt>, commands: Parameters<typeof contextMenuItems>[1] = [], platform = 'darwin') =>
  contextMenuItems({ ...nothing, ...at }, commands, platform, actions)
const named = (items: ReturnType<typeof menu>) => items.map(({ label, role, type }) => label ?? role ?? type)

test('where there is nothing to do there is no menu', () => {
  expect(menu({})).toEqual([])
})

test('a misspelt word in a field has its suggestions, which replace it, and can be learnt', () => {
  const items = menu({
    isEditable: true,
    misspelledWord: 'recieve',
    dictionarySuggestions: ['receive'],
    editFlags: canEdit,
  })
  expect(named(items).slice(0, 9)).toEqual([
    'receive',
    'Learn Spelling',
    'separator',
    'cut',
    'copy',
    'paste',
    'pasteAndMatchStyle',
    'selectAll',
    'separator',
  ])
  items[0]?.click?.(undefined as never, undefined, undefined as never)
  items[1]?.click?.(undefined as never, undefined, undefined as never)
  expect(did).toEqual(['write receive', 'learn recieve'])
  expect(named(menu({ isEditable: true, misspelledWord: 'xqz', editFlags: canEdit }))).toContain('No Guesses Found')
})

test('a selection is looked up, searched for, copied, quoted, spoken and shared on a Mac', () => {
  const selection = { selectionText: 'the old harbour of the northern islands', editFlags: canEdit }
  const commands = ['search-selection', 'copy-markdown', 'copy-rich', 'quote'] as const
  expect(named(menu(selection, commands))).toEqual([
    'Look Up “the old harbour of the n…”',
    'Search Conversations for “the old harbour of the n…”',
    'separator',
    'copy',
    'separator',
    'Copy as Markdown',
    'Copy as Rich Text',
    'Quote in Reply',
    'separator',
    'Speech',
    'separator',
    'shareMenu',
  ])
  // Elsewhere the system has no such items.
  expect(named(menu(selection, [], 'linux'))).toEqual(['copy'])
})

test('a field offers only what can be done in it', () => {
  const items = menu({ isEditable: true }, [], 'linux')
  expect(items.every(({ enabled }) => enabled === false)).toBe(true)
})

test('what the window offers stands in one order, whatever the order it names', () => {
  const commands = contextGroups.flat()
  const shown = named(menu({}, commands.toReversed())).filter((name) => name !== 'separator')
  expect(shown).toEqual(commands.map((command) => contextLabels[command]))
})
