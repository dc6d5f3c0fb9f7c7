import { type RefObject, useEffect, useRef, useState } from 'react'
import { type Found, useConversations } from '../stores/conversations.js'
import { showFoundVersion } from '../stores/replies.js'
import { foundWords, rangesOf } from './found-ranges.js'
import { stretchStart } from './stretches.js'

const markedMs = 2_000
/** So many pictures in a row in which nothing moves any more, and so many at most. */
const stillFrames = 6
const mostFrames = 240
/** Of the height of the transcript: what was found stands below the middle of its upper half. */
const place = 0.3

/**
 * Takes the reader to what a search found in the open conversation, marks it, and answers what VoiceOver says of it.
 * What was found in another version is shown there, but not while a reply is being made.
 */
export function useFound(scroller: RefObject<HTMLElement | null>, leaveEnd: () => void): string {
  const found = useConversations((state) => state.found)
  const isLoaded = useConversations(({ transcript }) => transcript !== null)
  const role = useConversations(({ transcript }) => found && transcript?.messages[found.messageId]?.role)
  const [words, setWords] = useState('')

  // Once: whoever steps to another version after that is not taken back.
  const sought = useRef<Found | null>(null)
  useEffect(() => {
    if (!found || !isLoaded || sought.current === found) return
    sought.current = found
    if (!role) void showFoundVersion(found.messageId)
  }, [found, isLoaded, role])

  useEffect(() => {
    const element = scroller.current
    if (!found || !role || !element) return
    setWords(`Found in ${role === 'user' ? 'your message' : 'the reply'}: ${found.snippet}`)
    const end = goTo(element, found, leaveEnd)
    return () => {
      end()
      setWords('')
    }
  }, [found, role, scroller, leaveEnd])
  return words
}

/** Goes there, picture by picture: what is drawn on the way is as high as it is only then. Answers what ends it. */
function goTo(scroller: HTMLElement, found: Found, leaveEnd: () => void): () => void {
  const aborter = new AbortController()
  const { signal } = aborter
  let isGoing = true
  const stay = () => {
    isGoing = false
  }
  for (const type of ['wheel', 'pointerdown', 'keydown'] as const) {
    window.addEventListener(type, stay, { capture: true, passive: true, signal })
  }
  const marks = foundWords(found)
  let article: HTMLElement | null = null
  let still = 0
  const step = (frame: number) => {
    if (!isGoing || signal.aborted) return
    article = scroller.querySelector<HTMLElement>(`[data-message="${CSS.escape(found.messageId)}"]`)
    const ranges = article ? [...article.querySelectorAll('[data-part]')].flatMap((part) => rangesOf(part, marks)) : []
    CSS.highlights.set('found', new Highlight(...ranges))
    article?.setAttribute('data-found', '')
    const moved = moveTo(scroller, ranges[0] ?? article ?? placeOf(scroller, found.messageId))
    leaveEnd()
    still = article && Math.abs(moved) < 1 ? still + 1 : 0
    if (still < stillFrames && frame < mostFrames) requestAnimationFrame(() => step(frame + 1))
  }
  step(0)
  const unmark = () => article?.removeAttribute('data-found')
  const timer = setTimeout(unmark, markedMs)
  return () => {
    clearTimeout(timer)
    unmark()
    aborter.abort()
    CSS.highlights.delete('found')
  }
}

/** Where a message that is not drawn will be. */
function placeOf(scroller: HTMLElement, messageId: string): Element | null {
  const first = stretchStart(useConversations.getState().transcript?.order ?? [], messageId)
  return first === undefined ? null : scroller.querySelector(`[data-first="${CSS.escape(first)}"]`)
}

/** Answers by how many pixels it moved. */
function moveTo(scroller: HTMLElement, target: Range | Element | null): number {
  if (!target) return 0
  const before = scroller.scrollTop
  const { top } = target.getBoundingClientRect()
  scroller.scrollTop += top - scroller.getBoundingClientRect().top - scroller.clientHeight * place
  return scroller.scrollTop - before
}
