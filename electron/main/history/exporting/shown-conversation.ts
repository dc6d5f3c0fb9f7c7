import { batchTable } from '../../../../contract/batch-table.js'
import { AppError } from '../../../../contract/errors.js'
import { inPlainWords } from '../../../../contract/page-markers.js'
import { claimStates, claimsInWords, signOffInWords } from '../../../../contract/reviews.js'
import type { ArchivedConversation, ArchivedMessage } from '../../store/archive/archived.js'
import type { Store } from '../../store/store.js'
import { asVerdict } from '../../store/stored-verdict.js'
import { filterRemark } from './filter-remark.js'

/** A message as a reader of an export sees it. */
export interface ShownPart {
  readonly who: string
  /** ISO 8601. */
  readonly at: string | undefined
  readonly text: string
  /** Otherwise it is shown as it was written. */
  readonly isMarkdown: boolean
  readonly reasoning: string
  /** Sentences: the documents that were sent with it, what was read for a summary, why a reply failed. */
  readonly remarks: readonly string[]
}

/** A conversation with the branch that is shown in it, without the text of its documents. */
export interface ShownConversation {
  readonly title: string
  readonly at: string | undefined
  readonly parts: readonly ShownPart[]
}

type Source = Pick<Store, 'archive' | 'jobs' | 'batches' | 'documents'>

/** Throws `not-found`. */
export function shownConversation(store: Source, id: string): ShownConversation {
  const conversation = store.archive.conversation(id)
  return {
    title: conversation.title,
    at: conversation.createdAt,
    parts: shownPath(conversation).map((message) => withVerdict(partOf(store, message), message)),
  }
}

/** One message of a conversation, also of a branch that is not shown. Throws `not-found`. */
export function shownMessage(store: Source & Pick<Store, 'messages'>, id: string): ShownPart {
  const { messages } = store.archive.conversation(store.messages.get(id).conversationId)
  const message = messages.find((each) => each.id === id)
  if (!message) throw new AppError('not-found', 'This message no longer exists.')
  return withVerdict(partOf(store, message), message)
}

function shownPath({ messages, currentMessageId }: ArchivedConversation): readonly ArchivedMessage[] {
  const byId = new Map(messages.map((message) => [message.id, message]))
  const path: ArchivedMessage[] = []
  let id = currentMessageId ?? null
  while (id !== null && path.length <= messages.length) {
    const message = byId.get(id)
    if (!message) break
    path.push(message)
    id = message.parentId
  }
  return path.reverse()
}

/** What the content filter decided, in a line. A reply that it holds is not shown. */
function withVerdict(part: ShownPart, { role, verdict }: ArchivedMessage): ShownPart {
  if (verdict === undefined) return part
  const found = asVerdict(verdict)
  const isHidden = found.isHeld === true && role === 'assistant'
  return {
    ...part,
    ...(isHidden && { text: '', reasoning: '' }),
    remarks: [...part.remarks, filterRemark(found, role === 'user')],
  }
}

function partOf(store: Source, message: ArchivedMessage): ShownPart {
  const base = { at: message.createdAt, reasoning: '', isMarkdown: true, remarks: [] }
  switch (message.role) {
    case 'user': {
      const names = (message.documentIds ?? []).map((id) => store.documents.get(id).name)
      const remarks = names.length > 0 ? [`${names.length === 1 ? 'Document' : 'Documents'}: ${names.join(', ')}`] : []
      if (!message.batch) return { ...base, who: 'You', text: message.text, isMarkdown: false, remarks }
      // Cells are read as text of a table.
      const table = batchTable(store.batches.get(message.id))
      return { ...base, who: 'You', text: `${message.text}\n\n${table}`, remarks }
    }
    case 'assistant': {
      const failed = message.state === 'failed' && message.error ? [message.error.message] : []
      const ending = message.state === 'stopped' ? ['This reply was stopped.'] : failed
      const remarks = [...ending, ...reviewRemarks(message)]
      const { reasoning } = message
      return { ...base, who: message.model || 'Assistant', text: inPlainWords(message.text), reasoning, remarks }
    }
    case 'document': {
      const { name, account, error } = store.jobs.get(message.summaryId ?? '')
      const remark = account ?? error?.message ?? 'This summary is not finished.'
      return { ...base, who: `Summary of ${name}`, text: message.text, remarks: [remark] }
    }
  }
}

/** What a person has said of the reply. */
function reviewRemarks({ signOff, claims }: ArchivedMessage): readonly string[] {
  const looked = claims ? [`${claimsInWords(claims)}.`] : []
  const each = claims?.list.map(({ text, state }) => `${claimStates[state]}: “${text}”`) ?? []
  const signed = signOff ? [signOffInWords({ by: signOff.by, at: Date.parse(signOff.at) })] : []
  return [...looked, ...each, ...signed]
}

/** "2026-01-02 03:04" in UTC would be another day for some, so it says where it is. */
export function timeInWords(iso: string | undefined): string {
  if (iso === undefined) return ''
  const at = new Date(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`
}
