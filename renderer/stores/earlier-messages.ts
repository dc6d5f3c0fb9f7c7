import { maxLoadedMessages } from '../../contract/chat.js'
import { request } from '../bridge.js'
import { useConversations } from './conversations.js'
import { idle } from './idle.js'
import { type TranscriptState, withLoaded } from './transcript.js'
import { reportError } from './view.js'

let wanted: readonly string[] = []
let isAllWanted = false
let loading: Promise<void> | undefined

/**
 * Loads the messages of the open transcript that its snapshot left out, while the window has nothing else to do: those that
 * are wanted first, then from the last one on.
 */
export function followEarlierMessages(): void {
  useConversations.subscribe(({ transcript }, before) => {
    if (transcript?.order !== before.transcript?.order) load()
  })
}

/** Loads these messages of the open transcript before all others. */
export function wantMessages(ids: readonly string[]): void {
  wanted = ids
  load()
}

/** Whether the window has every message of a transcript. */
export const isAllLoaded = (transcript: TranscriptState | null): boolean =>
  transcript === null || transcript.order.every((id) => transcript.messages[id] !== undefined)

/** Resolves when the open transcript has all of its messages. */
export async function loadAllMessages(): Promise<void> {
  isAllWanted = true
  load()
  await loading
}

function load(): void {
  loading ??= loadMissing()
    .catch(reportError)
    .finally(() => {
      loading = undefined
      isAllWanted = false
    })
}

async function loadMissing(): Promise<void> {
  for (let ids = nextIds(); ids.length > 0; ids = nextIds()) {
    if (!isAllWanted && wanted.length === 0) await idle()
    const { transcript } = useConversations.getState()
    if (!transcript) return
    const messages = await request.loadMessages(transcript.conversationId, ids)
    const now = useConversations.getState().transcript
    if (now?.conversationId !== transcript.conversationId) continue
    useConversations.setState({ transcript: withLoaded(now, messages) })
    // What is gone from the store is not asked for again.
    if (messages.length < ids.length) return
  }
}

/** The wanted messages that are missing, else the last ones before those that are there. */
function nextIds(): readonly string[] {
  const { transcript } = useConversations.getState()
  if (!transcript) return []
  const urgent = missingOf(transcript, wanted)
  wanted = urgent.slice(maxLoadedMessages)
  if (urgent.length > 0) return urgent.slice(0, maxLoadedMessages)
  const { order, messages } = transcript
  const end = order.findLastIndex((id) => messages[id] === undefined) + 1
  return missingOf(transcript, order.slice(Math.max(0, end - maxLoadedMessages), end))
}

const missingOf = ({ messages }: TranscriptState, ids: readonly string[]) =>
  ids.filter((id) => messages[id] === undefined)
