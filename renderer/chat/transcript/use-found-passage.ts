import { type RefObject, useEffect, useRef, useState } from 'react'
import { type FoundPassage, useConversations } from '../../stores/conversations.js'
import { showFoundVersion } from '../../stores/replies.js'
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
export function useFoundPassage(scroller: RefObject<HTMLElement | null>, leaveEnd: () => void): string {
  const found = useConversations((state) => state.found)
  const isLoaded = useConversations(({ transcript }) => transcript !== null)
  const role = useConversations(({ transcript }) => found && transcript?.messages[found.messageId]?.role)
  const [words, setWords] = useState('')

  // Once: whoever steps to another version after that is not taken back.
  const sought = useRef<FoundPassage | null>(null)
  useEffect(() => {
    if (!found || !isLoaded || sought.current === found) return
    sought.current = found
    if (!role) void showFoundVersion(found.messageId)
  }, [found, isLoaded, role])

  // Whoever steps away from the version and back finds it marked, and stays where they are.
  const gone = useRef<FoundPassage | null>(null)
  useEffect(() => {
    const element = scroller.current
    if (!found || !role || !element) return
    setWords(`FoundPassage in ${role === 'user' ? 'your message' : 'the reply'}: ${found.snippet}`)
    const end = goTo(element, found, gone.current === found ? undefined : leaveEnd)
    gone.current = found
    return () => {
      end()
      setWords('')
    }
  }, [found, role, scroller, leaveEnd])
  return words
}

/**
 * Marks it and goes there, picture by picture: what is drawn on the way is as high as it is only then. It only marks
 * without `leaveEnd`, and as soon as the reader goes elsewhere. Answers what ends it.
 */
function goTo(scroller: HTMLElement, found: FoundPassage, leaveEnd: (() => void) | undefined): () => void {
  const aborter = new AbortController()
  const { signal } = aborter
  let isGoing = leaveEnd !== undefined
  const stay = () => {
    isGoing = false
  }
  for (const type of ['wheel', 'pointerdown', 'keydown'] as const) {
    window.addEventListener(type, stay, { capture: true, passive: true, signal })
  }
  const marks = foundWords(found)
  let article: HTMLElement | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let still = 0
  const markWords = () => {
    const parts = article ? [...article.querySelectorAll('[data-part]')] : []
    const ranges = parts.flatMap((part) => rangesOf(part, marks))
    CSS.highlights.set('found', new Highlight(...ranges))
    return ranges
  }
  const unmark = () => {
    article?.removeAttribute('data-found')
    markWords() // once more: code that was coloured meanwhile has other text nodes
  }
  const step = (frame: number) => {
    if (signal.aborted) return
    article = scroller.querySelector<HTMLElement>(`[data-message="${CSS.escape(found.messageId)}"]`)
    const ranges = markWords()
    if (article && timer === undefined) {
      article.setAttribute('data-found', '')
      timer = setTimeout(unmark, markedMs)
    }
    const target = ranges[0] ?? article ?? placeOf(scroller, found.messageId)
    const moved = isGoing ? moveTo(scroller, target) : 0
    if (isGoing) leaveEnd?.()
    still = article && Math.abs(moved) < 1 ? still + 1 : 0
    if (still < stillFrames && frame < mostFrames) requestAnimationFrame(() => step(frame + 1))
  }
  step(0)
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
