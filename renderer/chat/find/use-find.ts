import { create } from 'zustand'
import { useConversations } from '../../stores/conversations.js'
import { loadAllMessages } from '../../stores/earlier-messages.js'
import {
  countsIn,
  firstAfter,
  numberOf,
  type Occurrence,
  occurrenceAt,
  type PartCount,
  totalOf,
} from './occurrences.js'

interface FindState {
  readonly isOpen: boolean
  readonly query: string
  readonly counts: readonly PartCount[]
  /** Messages are still being read. */
  readonly isCounting: boolean
  /** The occurrence that is shown. */
  readonly current: Occurrence | null
}

const closed: FindState = { isOpen: false, query: '', counts: [], isCounting: false, current: null }

/** Finding in the open conversation: in all its messages, drawn or not. */
export const useFind = create<FindState>(() => closed)

/** Milliseconds of work in one turn. */
const turnMs = 6
/** While a reply is being written, its text is counted again after this pause. */
const pauseMs = 300

let run = 0
/** The conversation changed while its messages were counted. */
let isOutdated = false
let timer: ReturnType<typeof setTimeout> | undefined

/** Opens the field, with what was looked for last. */
export function openFind(query = useFind.getState().query): void {
  useFind.setState({ isOpen: true })
  find(query)
}

/** Closes the field. The query stays for Find Next. */
export function closeFind(): void {
  clearTimeout(timer)
  run++
  useFind.setState({ isOpen: false, isCounting: false, current: null })
  useConversations.setState({ found: null })
}

/** Looks for other words, from what is in sight on. */
export function find(query: string): void {
  clearTimeout(timer)
  useFind.setState({ query, current: null })
  void count(true)
}

/** Shows the next occurrence, or the one before; after the last comes the first. */
export function findStep(step: 1 | -1): void {
  const { counts, current, isOpen } = useFind.getState()
  if (!isOpen) {
    openFind()
    return
  }
  const total = totalOf(counts)
  if (total === 0) return
  const before = current && numberOf(counts, current)
  show(before == null ? 0 : (before + step + total) % total)
}

/** Counts again when the conversation changes. Returns the function that ends it. */
export function followFind(): () => void {
  const end = useConversations.subscribe(({ transcript, openId }, before) => {
    if (openId !== before.openId) return closeFind()
    if (!useFind.getState().isOpen || transcript === before.transcript) return
    if (useFind.getState().isCounting) isOutdated = true
    else countLater()
  })
  return () => {
    end()
    closeFind()
  }
}

function countLater(): void {
  clearTimeout(timer)
  timer = setTimeout(() => void count(false), pauseMs)
}

async function count(isNew: boolean): Promise<void> {
  const own = ++run
  const { query } = useFind.getState()
  if (isNew && query !== '') {
    useFind.setState({ isCounting: true })
    await loadAllMessages()
    if (own !== run) return
  }
  isOutdated = false
  const { transcript } = useConversations.getState()
  if (!transcript || query === '') {
    useFind.setState({ counts: [], isCounting: false, current: null })
    useConversations.setState({ found: null })
    return
  }
  const counts: PartCount[] = []
  let until = performance.now() + turnMs
  for (const id of transcript.order) {
    const message = transcript.messages[id]
    if (message) counts.push(...countsIn(message, transcript, query))
    if (performance.now() < until) continue
    await new Promise((resolve) => setTimeout(resolve))
    if (own !== run) return
    until = performance.now() + turnMs
  }
  useFind.setState({ counts, isCounting: false })
  const { current } = useFind.getState()
  if (isNew) show(firstAfter(counts, inSight(transcript.order)))
  else if (current && numberOf(counts, current) === undefined) useFind.setState({ current: null })
  if (isOutdated) countLater()
}

function show(index: number): void {
  const { counts, query } = useFind.getState()
  const current = occurrenceAt(counts, index) ?? null
  useFind.setState({ current })
  const found = current && {
    messageId: current.messageId,
    snippet: query,
    matches: [[0, query.length]] as const,
    place: index + 1,
    count: totalOf(counts),
    occurrence: current,
  }
  useConversations.setState({ found })
}

/** The messages from the first that is in sight on. */
function inSight(order: readonly string[]): ReadonlySet<string> {
  const scroller = document.querySelector('.transcript-scroller')
  const top = scroller?.getBoundingClientRect().top ?? 0
  const first = [...(scroller?.querySelectorAll<HTMLElement>('[data-message]') ?? [])].find(
    (message) => message.getBoundingClientRect().bottom > top + 1,
  )
  const from = order.indexOf(first?.dataset.message ?? '')
  return new Set(order.slice(Math.max(0, from)))
}
