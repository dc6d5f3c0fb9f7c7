import type { Conversation } from '../../contract/chat.js'
import { acceleratorOf, labelOf, type MenuCommand, menuActions, readOpenCommand } from '../../contract/menu.js'
import { type BarEntry, helpMenu, menuBar } from '../../contract/menu-bar.js'

/** One line of the palette. */
export interface PaletteItem {
  readonly id: string
  readonly label: string
  /** The menu that it is in, or when it was used. */
  readonly detail: string
  /** In Electron's notation. */
  readonly keys?: string
  /** Other words by which it is found. */
  readonly alias: string
  readonly section: 'Actions' | 'Conversations' | 'Your messages'
}

export const commandOfItem = ({ id }: PaletteItem): MenuCommand | undefined =>
  Object.hasOwn(menuActions, id) ? (id as MenuCommand) : undefined

/** Every action of the menu bar, in its order. */
export function actionItems(platform: string): readonly PaletteItem[] {
  return [...menuBar, helpMenu].flatMap(({ label, entries }) =>
    entries
      .flatMap((entry) => commandsIn(entry, label, platform))
      .map(([command, path]) => {
        const keys = acceleratorOf(command, platform)
        return {
          id: command,
          label: labelOf(command, platform).replace(/…$/, ''),
          detail: path,
          ...(keys !== undefined && { keys }),
          alias: menuActions[command].alias ?? '',
          section: 'Actions' as const,
        }
      }),
  )
}

function commandsIn(entry: BarEntry, path: string, platform: string): readonly (readonly [MenuCommand, string])[] {
  if (entry === 'separator') return []
  if (typeof entry === 'string') return readOpenCommand(entry) === undefined ? [[entry, path]] : []
  if ('role' in entry) return []
  if ('on' in entry) {
    const isHere = entry.on === 'mac' ? platform === 'darwin' : entry.on === 'other' && platform !== 'darwin'
    return isHere ? entry.entries.flatMap((inner) => commandsIn(inner, path, platform)) : []
  }
  return entry.entries.flatMap((inner) => commandsIn(inner, `${path} ▸ ${entry.label}`, platform))
}

export const conversationItems = (conversations: readonly Conversation[]): readonly PaletteItem[] =>
  conversations.map(({ id, title }) => ({ id, label: title, detail: '', alias: '', section: 'Conversations' }))

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/**
 * The items that have each word of the query, best first: those whose label begins with it, then those with a word that
 * does, then the others. Without a query all, in their order.
 */
export function matchingItems(items: readonly PaletteItem[], query: string, limit: number): readonly PaletteItem[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return items.slice(0, limit)
  const ranked = items.flatMap((item, index) => {
    const label = fold(item.label)
    const rest = fold(`${item.alias} ${item.detail}`)
    const ranks = words.map((word) => rankOf(word, label, rest))
    const worst = Math.max(...ranks)
    return worst > 3 ? [] : [{ item, index, rank: worst + (label.startsWith(words.join(' ')) ? 0 : 0.5) }]
  })
  const best = ranked
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, limit)
    .map(({ item }) => item)
  // The section of the best item is the first.
  const sections = [...new Set(best.map(({ section }) => section))]
  return sections.flatMap((section) => best.filter((item) => item.section === section))
}

function rankOf(word: string, label: string, rest: string): number {
  if (label.startsWith(word)) return 0
  if (label.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))) return 1
  if (label.includes(word)) return 2
  return rest.includes(word) ? 3 : 4
}
