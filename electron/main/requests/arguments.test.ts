import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maxFolderNameLength, maxPlaced } from '../../../contract/order.js'
import { initialSettings } from '../../../contract/settings.js'
import { storableText } from '../../../contract/storable-text.js'
import { maxLanguageLength, maxPurposeLength } from '../../../contract/summary-forms.js'
import { anyText } from '../testing/any-text.js'
import {
  asContextCommands,
  asFiles,
  asFolder,
  asIds,
  asListPlace,
  asMenuPlace,
  asPlacement,
  asReplySettings,
  asSummaryOptions,
  asText,
  asUndoNames,
} from './arguments.js'

test('a text that was accepted is stored unchanged, so the window shows what is stored', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const accepted = asText(text, 1_000_000)
      expect(accepted).toHaveLength(text.length)
      expect(storableText(accepted)).toBe(accepted)
      expect(asReplySettings({ ...initialSettings.defaults, instructions: text }).instructions).toBe(accepted)
      expect(asFiles([{ name: text, bytes: new Uint8Array() }])[0]?.name).toBe(accepted)
    }),
    { examples: [['a\0b'], ['\ud83d']] },
  )
})

test('the form, the purpose and the language of a summary are checked', () => {
  expect(asSummaryOptions({ form: 'table', purpose: ' for\0a hearing ', language: '  ' })).toEqual({
    form: 'table',
    purpose: storableText('for\0a hearing'),
  })
  const longest = { form: 'plain', purpose: 'p'.repeat(maxPurposeLength), language: 'l'.repeat(maxLanguageLength) }
  expect(asSummaryOptions(longest)).toEqual(longest)
  for (const wrong of [
    undefined,
    { form: 'toString' },
    { form: 'table', purpose: 7 },
    { ...longest, purpose: `${longest.purpose}p` },
    { ...longest, language: `${longest.language}l` },
    { form: 'table', model: 'other' },
  ]) {
    expect(() => asSummaryOptions(wrong)).toThrow(expect.objectContaining({ code: 'refused' }))
  }
})

test('ids, placements, folders and places in lists are checked', () => {
  expect(asIds('a')).toEqual(['a'])
  expect(asIds(['a', 'b-1'])).toEqual(['a', 'b-1'])
  expect(asPlacement({ folderId: null })).toEqual({ folderId: null })
  expect(asFolder({ id: 'f', name: '  Old \n harbour ', parentId: 'h' })).toEqual({
    id: 'f',
    name: 'Old harbour',
    parentId: 'h',
  })
  expect(asContextCommands(['rename', 'copy-link'])).toEqual(['rename', 'copy-link'])
  expect(asMenuPlace(null)).toBeNull()
  expect(asListPlace(undefined)).toBeUndefined()
  expect(asListPlace({ id: 'a', updatedAt: 7, title: 'more' })).toEqual({ id: 'a', updatedAt: 7 })
  const refused: readonly (() => unknown)[] = [
    () => asIds(['a', '../b']),
    () => asIds(Array.from({ length: maxPlaced + 1 }, () => 'a')),
    () => asPlacement({}),
    () => asPlacement({ isPinned: 1 }),
    () => asPlacement({ isPinned: true, isArchived: true }),
    () => asPlacement({ folderId: "x' OR 1" }),
    () => asFolder({ id: 'f', name: ' ' }),
    () => asFolder({ id: 'f', name: 'n'.repeat(maxFolderNameLength + 1) }),
    () => asFolder({ id: "f'", name: 'n' }),
    () => asListPlace({ id: 'a', updatedAt: -1 }),
    () => asListPlace(null),
    () => asUndoNames({ undo: 7, redo: null }),
    () => asContextCommands(['rename', 'erase-everything']),
    () => asContextCommands('rename'),
    () => asMenuPlace({ x: 1, y: 2, isEditable: false, selection: 'word', label: 'Delete All' }),
    () => asMenuPlace({ x: Number.NaN, y: 2, isEditable: false, selection: '' }),
  ]
  for (const ask of refused) expect(ask).toThrow(expect.objectContaining({ code: 'refused' }))
})
