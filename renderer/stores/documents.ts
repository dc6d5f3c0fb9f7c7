import { useMemo } from 'react'
import { create } from 'zustand'
import type {
  AddedDocument,
  AddedDocuments,
  AnswerSources,
  DocumentPage,
  JobNotes,
  RefusedDocument,
} from '../../contract/documents.js'
import type { OcrLanguage } from '../../contract/ocr-languages.js'
import type { SummaryOptions } from '../../contract/summary-forms.js'
import { listen, request } from '../bridge.js'
import { countSend, isTrashOpen, showBegun, useConversations } from './conversations.js'
import { chosenSummary } from './summary-options.js'
import { notify, reportError } from './view.js'

/** A file that was not accepted, shown where it was dropped. */
export interface Refusal extends RefusedDocument {
  readonly id: number
  /** Or the folder, for a file of a project. */
  readonly conversationId: string | null
}

interface DocumentsStore {
  /** Of no conversation: in the composer of one that has not begun, and of projects. */
  readonly newDocuments: readonly AddedDocument[]
  readonly refusals: readonly Refusal[]
}

export const useDocuments = create<DocumentsStore>(() => ({ newDocuments: [], refusals: [] }))

export const setNewDocuments = (newDocuments: readonly AddedDocument[]) => useDocuments.setState({ newDocuments })

/** Keeps the documents of a conversation that has not begun up to date. */
export const followNewDocuments = () => listen('newDocumentsChanged', setNewDocuments)

/** The documents in the composer of the open conversation, in the order they were added. */
export function useAttached(conversationId: string | null): readonly AddedDocument[] {
  const newDocuments = useDocuments((state) => state.newDocuments)
  const documents = useConversations(({ transcript }) => transcript?.documents)
  const all = conversationId === null ? newDocuments : Object.values(documents ?? {})
  return all.filter(({ isAttached }) => isAttached)
}

type DocumentsById = Readonly<Record<string, AddedDocument>>

const merge = (own: DocumentsById | undefined, newDocuments: readonly AddedDocument[]): DocumentsById => ({
  ...Object.fromEntries(newDocuments.flatMap((each) => (each.folderId === undefined ? [] : [[each.id, each]]))),
  ...own,
})

/** The documents of the open conversation, and of every project: replies keep links to one that it has left. */
export const documentsById = (): DocumentsById =>
  merge(useConversations.getState().transcript?.documents, useDocuments.getState().newDocuments)

export function useDocumentsById(): DocumentsById {
  const newDocuments = useDocuments((state) => state.newDocuments)
  const own = useConversations(({ transcript }) => transcript?.documents)
  return useMemo(() => merge(own, newDocuments), [own, newDocuments])
}

/** Says, before anything is chosen or read, that nothing can be added in the Trash. Returns whether it did. */
export function refuseInTrash(): boolean {
  if (!isTrashOpen(useConversations.getState())) return false
  notify({ message: 'This conversation is in the Trash. Restore it to continue.', tone: 'warning' })
  return true
}

export function showRefused(conversationId: string | null, { refused }: Pick<AddedDocuments, 'refused'>): void {
  for (const each of refused) refuse(conversationId, each)
}

let lastRefusalId = 0

/** Shows beside the composer why a file was not added, until the user dismisses it or adds another file. */
export function refuse(conversationId: string | null, refused: RefusedDocument): void {
  const refusal = { ...refused, id: ++lastRefusalId, conversationId }
  useDocuments.setState(({ refusals }) => ({ refusals: [...refusals, refusal] }))
}

export const dismissRefusal = (id: number) =>
  useDocuments.setState(({ refusals }) => ({ refusals: refusals.filter((each) => each.id !== id) }))

export const dismissRefusals = (conversationId: string | null) =>
  useDocuments.setState(({ refusals }) => ({
    refusals: refusals.filter((each) => each.conversationId !== conversationId),
  }))

/** Sends the documents in the composer without a text. Throws when they were not sent; then they are still there. */
export async function summariseDocuments(): Promise<void> {
  const { openId, newSettings, visits } = useConversations.getState()
  const settings = openId === null ? newSettings : undefined
  const sent = await request.summariseDocuments(openId, settings, chosenSummary(openId))
  if (useConversations.getState().visits !== visits) return
  if (openId === null) showBegun(sent.conversationId)
  countSend()
}

export function removeDocument(documentId: string): void {
  request.removeDocument(documentId).catch(reportError)
}

export function readAgain(documentId: string): void {
  request.readAgain(documentId).catch(reportError)
}

export function unlockDocument(documentId: string, password: string): void {
  request.unlockDocument(documentId, password).catch(reportError)
}

export function readInLanguages(documentId: string, languages: readonly OcrLanguage[]): void {
  request.readInLanguages(documentId, languages).catch(reportError)
}

export function pauseJob(jobId: string): void {
  request.pauseJob(jobId).catch(reportError)
}

export function resumeJob(jobId: string): void {
  request.resumeJob(jobId).catch(reportError)
}

export function cancelJob(jobId: string): void {
  request.cancelJob(jobId).catch(reportError)
}

/** Without `options` the same summary anew, else another one from its notes. */
export function repeatJob(messageId: string, options?: SummaryOptions): void {
  request.repeatJob(messageId, options).then(countSend, reportError)
}

export const readSources = (messageId: string): Promise<AnswerSources> => request.readSources(messageId)

export const readNotes = (jobId: string): Promise<JobNotes> => request.readNotes(jobId)

export const readPage = (documentId: string, page: number): Promise<DocumentPage> => request.readPage(documentId, page)
