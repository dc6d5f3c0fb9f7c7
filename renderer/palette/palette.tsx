import './palette.css'
import { MessageSquare, MessageSquareText, Zap } from 'lucide-react'
import { type KeyboardEvent, useContext, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { shortcutWords } from '../../contract/accelerator.js'
import { runMenuCommand } from '../menu-commands.js'
import { openAlone } from '../sidebar/order-actions.js'
import { showMessage, useConversations } from '../stores/conversations.js'
import { isAllLoaded, loadAllMessages } from '../stores/earlier-messages.js'
import { Dialog, DialogTitle } from '../ui/dialog.js'
import { bySection } from '../ui/menu-sections.js'
import { PlatformContext } from '../ui/platform.js'
import { firstWords } from '../ui/words.js'
import { actionItems, commandOfItem, conversationItems, matchingItems, type PaletteItem } from './palette-items.js'
import { closePalette, type PaletteKind, usePalette } from './use-palette.js'

const titles = { commands: 'Commands', messages: 'Your messages', shortcuts: 'Keyboard shortcuts' } as const
const placeholders = {
  commands: 'Search actions and conversations',
  messages: 'Search your messages in this conversation',
  shortcuts: 'Search shortcuts',
} as const
const nothing = {
  commands: 'No action or conversation has these words.',
  messages: 'None of your messages has these words.',
  shortcuts: 'No shortcut has these words.',
} as const

const maxShown = 60

/** A field that finds every action of the menu and every conversation, for hands that stay on the keyboard. */
export function Palette() {
  const kind = usePalette((state) => state.kind)
  return (
    <Dialog isOpen={kind !== null} onClose={closePalette} className="palette">
      {kind && <Content key={kind} kind={kind} />}
    </Dialog>
  )
}

function Content({ kind }: { readonly kind: PaletteKind }) {
  const [query, setQuery] = useState('')
  const [index, setIndex] = useState(0)
  const all = useItems(kind)
  const shown = useMemo(() => matchingItems(all, query, maxShown), [all, query])
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const platform = useContext(PlatformContext)
  const chosen = shown[Math.min(index, shown.length - 1)]
  const isLoading = useConversations(({ transcript }) => kind === 'messages' && !isAllLoaded(transcript))
  // Enter came before the message that it means.
  const [isAwaited, setAwaited] = useState(false)
  useEffect(() => {
    if (isLoading) void loadAllMessages()
  }, [isLoading])
  useEffect(() => {
    if (isAwaited && chosen) choose(chosen)
  }, [isAwaited, chosen])
  useLayoutEffect(() => {
    if (chosen) list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const last = shown.length - 1
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: index >= last ? 0 : index + 1,
      ArrowUp: index <= 0 ? last : index - 1,
      PageDown: Math.min(last, index + 8),
      PageUp: Math.max(0, index - 8),
    }
    const to = moves[event.key]
    if (to !== undefined) setIndex(Math.max(0, to))
    else if (event.key === 'Enter' && chosen) choose(chosen)
    else if (event.key === 'Enter' && isLoading) setAwaited(true)
    else return
    event.preventDefault()
  }
  const idOf = (item: PaletteItem) => `${listId}-${item.id}`
  return (
    <>
      <div className="hidden">
        <DialogTitle>{titles[kind]}</DialogTitle>
      </div>
      <input
        data-first-focus
        type="text"
        role="combobox"
        className="palette-field"
        aria-label="Command"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={chosen && idOf(chosen)}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholders[kind]}
        value={query}
        onChange={({ target }) => {
          setQuery(target.value)
          setIndex(0)
          setAwaited(false)
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={listId} className="palette-list" role="listbox" aria-label={titles[kind]}>
        {bySection(shown).map(({ section, entries }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options
          <div key={section} role="group" aria-label={section} className="palette-section">
            <p className="palette-heading" aria-hidden="true">
              {section}
            </p>
            {entries.map((item) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and handles the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the field names it as the active one
              <div
                key={item.id}
                id={idOf(item)}
                className="palette-item"
                role="option"
                aria-selected={item === chosen}
                onPointerMove={() => setIndex(shown.indexOf(item))}
                onClick={() => choose(item)}
              >
                {icons[item.section]}
                <span className="palette-label" dir="auto">
                  {item.label}
                </span>
                {item.detail && <span className="palette-detail">{item.detail}</span>}
                {item.keys && <kbd className="palette-keys">{shortcutWords(item.keys, platform)}</kbd>}
              </div>
            ))}
          </div>
        ))}
      </div>
      {shown.length === 0 && (
        <p className="palette-empty" role="status">
          {isLoading ? 'Looking…' : query === '' ? 'There is nothing here yet.' : nothing[kind]}
        </p>
      )}
    </>
  )
}

const icons = { Actions: <Zap />, Conversations: <MessageSquare />, 'Your messages': <MessageSquareText /> } as const

function useItems(kind: PaletteKind): readonly PaletteItem[] {
  const platform = useContext(PlatformContext)
  const conversations = useConversations((state) => state.conversations)
  const transcript = useConversations((state) => state.transcript)
  return useMemo(() => {
    const actions = actionItems(platform).filter(({ id }) => id !== 'palette')
    if (kind === 'commands') return [...actions, ...conversationItems(conversations)]
    if (kind === 'shortcuts') return actions.filter(({ keys }) => keys !== undefined)
    const questions = transcript?.order.map((id) => transcript.messages[id]) ?? []
    return questions.flatMap((message) =>
      message?.role === 'user' && message.text !== ''
        ? [
            {
              id: message.id,
              label: firstWords(message.text),
              detail: '',
              alias: message.text,
              section: 'Your messages',
            },
          ]
        : [],
    )
  }, [kind, platform, conversations, transcript])
}

/** The focus is back where it was before the action runs, which may move it. */
function choose(item: PaletteItem): void {
  flushSync(closePalette)
  const command = commandOfItem(item)
  if (command) runMenuCommand(command)
  else if (item.section === 'Conversations') openAlone(item.id)
  else showMessage(item.id, item.label)
}
