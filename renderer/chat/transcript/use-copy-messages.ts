import { type RefObject, useEffect } from 'react'
import { useConversations } from '../../stores/conversations.js'
import { loadAllMessages } from '../../stores/earlier-messages.js'
import { copyText } from '../../stores/view.js'
import { isTextField } from '../../ui/text-field.js'
import { conversationHtml, conversationText } from './conversation-text.js'
import { selectedRange } from './selected-range.js'

/**
 * Copies whole messages, with who said what, when all of them are selected, or messages that are not drawn are among the
 * selected ones. Any other selection is copied by `useCopy`.
 */
export function useCopyMessages(content: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    // Remembered, because more messages may be drawn before the user copies.
    let isAll = false
    const onSelectionChange = () => {
      const range = selectedRange()
      isAll = content.current !== null && range !== undefined && coversAllDrawn(content.current, range)
    }
    const onCopy = (event: ClipboardEvent) => {
      const { transcript } = useConversations.getState()
      const range = selectedRange()
      if (!content.current || !transcript || !range || isTextField(document.activeElement)) return
      const isWhole = isAll || coversAllDrawn(content.current, range)
      const places = isWhole ? { first: 0, last: transcript.order.length - 1 } : gappedPlaces(content.current, range)
      if (!places || places.first === places.last) return
      event.preventDefault()
      const ids = transcript.order.slice(places.first, places.last + 1)
      if (ids.some((id) => !transcript.messages[id])) return void copyWhenLoaded(ids)
      event.clipboardData?.setData('text/plain', conversationText(transcript, places.first, places.last))
      event.clipboardData?.setData('text/html', conversationHtml(transcript, places.first, places.last))
    }
    document.addEventListener('selectionchange', onSelectionChange)
    document.addEventListener('copy', onCopy)
    return () => {
      document.removeEventListener('selectionchange', onSelectionChange)
      document.removeEventListener('copy', onCopy)
    }
  }, [content])
}

/** Some of the messages are not there yet: the clipboard gets them a moment later. */
async function copyWhenLoaded(ids: readonly string[]): Promise<void> {
  await loadAllMessages()
  const { transcript } = useConversations.getState()
  const [first = ''] = ids
  const place = transcript?.order.indexOf(first) ?? -1
  // The user has opened another conversation.
  if (!transcript || place < 0) return
  // A failure is reported by copyText.
  await copyText(conversationText(transcript, place, place + ids.length - 1), 'markdown').catch(() => {})
}

/** Places in the order of the messages. */
interface Places {
  readonly first: number
  readonly last: number
}

/** The selected messages, if some of them are not drawn. */
function gappedPlaces(content: HTMLElement, range: Range): Places | undefined {
  const { order = [] } = useConversations.getState().transcript ?? {}
  const gaps = [...content.querySelectorAll('[data-gap]')]
  if (!gaps.some((gap) => range.intersectsNode(gap))) return undefined
  const drawn = [...content.querySelectorAll<HTMLElement>('.message')].filter((message) =>
    range.intersectsNode(message),
  )
  // A selection that ends in a gap ends at the message before it.
  const places = drawn.map(({ dataset }) => order.indexOf(dataset.message ?? '')).filter((place) => place >= 0)
  const [first] = places
  const last = places.at(-1)
  return first === undefined || last === undefined ? undefined : { first, last }
}

/** Select All begins at the first text, so that it leaves out the places of messages that are not drawn. */
function coversAllDrawn(content: HTMLElement, range: Range): boolean {
  const messages = content.querySelectorAll('.message')
  const first = endText(messages[0], 'first')
  const last = endText(messages[messages.length - 1], 'last')
  return first !== undefined && last !== undefined && isIn(range, first, 0) && isIn(range, last, last.length)
}

const isIn = (range: Range, text: Text, offset: number) => range.comparePoint(text, offset) === 0

/** The first or the last text of a message that can be selected. */
function endText(message: Element | undefined, end: 'first' | 'last'): Text | undefined {
  if (!message) return undefined
  const walker = document.createTreeWalker(message, NodeFilter.SHOW_TEXT, (node) =>
    node.nodeValue?.trim() && canBeSelected(node.parentElement) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP,
  )
  const found = end === 'first' ? walker.firstChild() : walker.lastChild()
  return found instanceof Text ? found : undefined
}

const canBeSelected = (element: Element | null) =>
  element?.checkVisibility() === true && getComputedStyle(element).userSelect !== 'none'
