import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron'
import { type ContextCommand, contextGroups, contextLabels } from '../../../contract/context-menu.js'

/** What Chromium knows of the place under the pointer. */
export type PointedAt = Pick<
  ContextMenuParams,
  'isEditable' | 'selectionText' | 'misspelledWord' | 'dictionarySuggestions' | 'hasImageContents'
> & { readonly editFlags: Pick<ContextMenuParams['editFlags'], 'canCut' | 'canCopy' | 'canPaste' | 'canSelectAll'> }

export interface ContextActions {
  readonly run: (command: ContextCommand) => void
  readonly replaceMisspelling: (word: string) => void
  readonly learnSpelling: (word: string) => void
  readonly lookUp: () => void
  readonly copyImage: () => void
}

type Items = readonly MenuItemConstructorOptions[]

/**
 * The items of a context menu, without one that does nothing.
 * @param commands what the window can do there
 */
export function contextMenuItems(
  at: PointedAt,
  commands: readonly ContextCommand[],
  platform: string,
  actions: ContextActions,
): Items {
  const isMac = platform === 'darwin'
  const words = at.selectionText.trim()
  const sections = [
    spellingItems(at, actions),
    [
      ...(isMac && words !== '' ? [{ label: `Look Up ${quoted(words)}`, click: actions.lookUp }] : []),
      ...(commands.includes('search-selection')
        ? [
            {
              id: 'search-selection',
              label: `${contextLabels['search-selection']} for ${quoted(words)}`,
              click: () => actions.run('search-selection'),
            },
          ]
        : []),
    ],
    at.hasImageContents ? [{ id: 'copy-image', label: 'Copy Image', click: actions.copyImage }] : [],
    editItems(at),
    ...contextGroups.map((group) =>
      group
        .filter((command) => commands.includes(command))
        .map((command) => ({ id: command, label: contextLabels[command], click: () => actions.run(command) })),
    ),
    isMac && (words !== '' || at.isEditable) ? speechItems : [],
    isMac && words !== '' ? [{ role: 'shareMenu' as const, sharingItem: { texts: [at.selectionText] } }] : [],
  ]
  return separated(sections)
}

function separated(sections: readonly Items[]): Items {
  const filled = sections.filter((section) => section.length > 0)
  return filled.flatMap((section, index) => (index === 0 ? section : [{ type: 'separator' as const }, ...section]))
}

function spellingItems(at: PointedAt, { replaceMisspelling, learnSpelling }: ContextActions): Items {
  const { misspelledWord, dictionarySuggestions, isEditable } = at
  if (!isEditable || misspelledWord === '') return []
  const guesses = dictionarySuggestions.map((word) => ({ label: word, click: () => replaceMisspelling(word) }))
  return [
    ...(guesses.length > 0 ? guesses : [{ label: 'No Guesses Found', enabled: false }]),
    { label: 'Learn Spelling', click: () => learnSpelling(misspelledWord) },
  ]
}

function editItems({ isEditable, selectionText, editFlags }: PointedAt): Items {
  const copy = { role: 'copy' as const, enabled: editFlags.canCopy }
  if (!isEditable) return selectionText.trim() === '' ? [] : [copy]
  return [
    { role: 'cut', enabled: editFlags.canCut },
    copy,
    { role: 'paste', enabled: editFlags.canPaste },
    { role: 'pasteAndMatchStyle', enabled: editFlags.canPaste },
    { role: 'selectAll', enabled: editFlags.canSelectAll },
  ]
}

const speechItems: Items = [{ label: 'Speech', submenu: [{ role: 'startSpeaking' }, { role: 'stopSpeaking' }] }]

const maxQuotedCharacters = 24

/** As macOS writes it: “the first words…”. */
function quoted(words: string): string {
  const line = words.replace(/\s+/g, ' ')
  const characters = [...line]
  return `“${characters.length > maxQuotedCharacters ? `${characters.slice(0, maxQuotedCharacters).join('').trim()}…` : line}”`
}
