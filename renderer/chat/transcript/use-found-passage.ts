import { type RefObject, useEffect, useRef, useState } from 'react'
import { lowerCase } from '../../../contract/lower-case.js'
import { type FoundPassage, useConversations } from '../../stores/conversations.js'
import { wantMessages } from '../../stores/earlier-messages.js'
import { showFoundVersion } from '../../stores/replies.js'
import { foundWords, rangesOf } from './found-ranges.js'

const markedMs = 2_000
/** Scrolling ends after this many frames in a row without movement, or after `maxFrames`. */
const stillFrames = 6
const maxFrames = 240
/** The passage is scrolled to this fraction of the height of the transcript. */
const targetHeight = 0.3

const foundIn = { user: 'your message', assistant: 'the reply', document: 'the summary' } as const

/**
 * Scrolls to the passage that a search found in the open conversation, and marks it. Returns the text for VoiceOver. If
 * the passage is in another version, shows that version first; main refuses this while a reply is running.
 */
export function useFoundPassage(scroller: RefObject<HTMLElement | null>, leaveEnd: () => void): string {
  const found = useConversations((state) => state.found)
  const isLoaded = useConversations(({ transcript }) => transcript !== null)
  const role = useConversations(({ transcript }) => found && transcript?.messages[found.messageId]?.role)
  const isOnPath = useConversations(({ transcript }) => found !== null && transcript?.order.includes(found.messageId))
  const [words, setWords] = useState('')

  // Only once: a user who then chooses another version must not be taken back.
  const requested = useRef<FoundPassage | null>(null)
  useEffect(() => {
    if (!found || !isLoaded || requested.current === found) return
    requested.current = found
    if (role) return
    if (isOnPath) wantMessages([found.messageId])
    else void showFoundVersion(found.messageId)
  }, [found, isLoaded, isOnPath, role])

  // Returning to the version later marks the passage again, without scrolling.
  const shown = useRef<FoundPassage | null>(null)
  useEffect(() => {
    const element = scroller.current
    if (!found || !role || !element) return
    const place = found.count === undefined ? '' : `, ${found.place} of ${found.count}`
    setWords(`Found in ${foundIn[role]}${place}: ${found.snippet}`)
    const end = showPassage(element, found, shown.current === found ? undefined : leaveEnd)
    shown.current = found
    return () => {
      end()
      setWords('')
    }
  }, [found, role, scroller, leaveEnd])
  return words
}

/**
 * Marks the passage and scrolls to it frame by frame, because messages get their height only when they are laid out on the
 * way. The transcript draws it wherever it is. Keeps it there when what surrounds it gets its height later. Only marks it without `leaveEnd`, and stops scrolling when
 * the user scrolls. Returns the function that ends it.
 */
function showPassage(scroller: HTMLElement, found: FoundPassage, leaveEnd: (() => void) | undefined): () => void {
  const aborter = new AbortController()
  const { signal } = aborter
  let isScrolling = leaveEnd !== undefined
  const stopScrolling = () => {
    isScrolling = false
  }
  for (const type of ['wheel', 'pointerdown', 'keydown'] as const) {
    window.addEventListener(type, stopScrolling, { capture: true, passive: true, signal })
  }
  const { occurrence } = found
  const marks = occurrence ? [{ text: lowerCase(found.snippet), isInside: true }] : foundWords(found)
  let article: HTMLElement | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let still = 0
  let frame = 0
  let isStepping = false
  const markWords = () => {
    const selector = occurrence ? `[data-part="${occurrence.part}"]` : '[data-part]'
    const parts = article ? [...article.querySelectorAll(selector)] : []
    const ranges = parts.flatMap((part) => rangesOf(part, marks))
    // Finding within the conversation marks all that it finds itself.
    if (occurrence) return ranges.slice(occurrence.nth, occurrence.nth + 1)
    CSS.highlights.set('found', new Highlight(...ranges))
    return ranges
  }
  const unmark = () => {
    article?.removeAttribute('data-found')
    markWords() // again: code that was highlighted in the meantime has new text nodes
  }
  const step = () => {
    if (signal.aborted) return
    frame++
    article = scroller.querySelector<HTMLElement>(`[data-message="${CSS.escape(found.messageId)}"]`)
    const ranges = markWords()
    if (article && timer === undefined) {
      if (!occurrence) article.setAttribute('data-found', '')
      timer = setTimeout(unmark, markedMs)
    }
    const target = ranges[0] ?? article
    const moved = isScrolling ? scrollTo(scroller, target) : 0
    if (isScrolling) leaveEnd?.()
    // The text of a message may render later than the message.
    const isThere = marks.length === 0 ? article !== null : ranges.length > 0
    still = isThere && Math.abs(moved) < 1 ? still + 1 : 0
    isStepping = still < stillFrames && frame < maxFrames
    if (isStepping) requestAnimationFrame(step)
  }
  const begin = () => {
    still = 0
    frame = 0
    if (!isStepping) step()
  }
  const observer = new ResizeObserver(() => isScrolling && begin())
  for (const element of [scroller, ...scroller.children]) observer.observe(element)
  begin()
  return () => {
    clearTimeout(timer)
    observer.disconnect()
    unmark()
    aborter.abort()
    CSS.highlights.delete('found')
  }
}

/** Returns by how many pixels it scrolled. */
function scrollTo(scroller: HTMLElement, target: Range | Element | null): number {
  if (!target) return 0
  const before = scroller.scrollTop
  const { top } = target.getBoundingClientRect()
  scroller.scrollTop += top - scroller.getBoundingClientRect().top - scroller.clientHeight * targetHeight
  return scroller.scrollTop - before
}
