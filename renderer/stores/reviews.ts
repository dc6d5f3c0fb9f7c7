import { create } from 'zustand'
import type { ClaimState } from '../../contract/reviews.js'
import { request } from '../bridge.js'
import { changeSettings, useSettings } from './settings.js'
import { notify, reportError } from './view.js'

/** The reply that is being signed off. */
export const useSigning = create<{ readonly messageId: string | null }>(() => ({ messageId: null }))

export const beginSigning = (messageId: string) => useSigning.setState({ messageId })
export const endSigning = () => useSigning.setState({ messageId: null })

/** Signs a reply off, and remembers the name. Throws `AppError` when main refuses. */
export async function signOff(messageId: string, by: string): Promise<void> {
  await request.signOff(messageId, by)
  const reviewerName = by.trim()
  if (useSettings.getState().settings.reviewerName !== reviewerName) await changeSettings(() => ({ reviewerName }))
}

export function takeBackSignOff(messageId: string): void {
  request.takeBackSignOff(messageId).catch(reportError)
}

/** Lists what is to be looked up in a reply. */
export function checkReply(messageId: string): void {
  request.checkReply(messageId).catch(reportError)
}

export function setClaim(messageId: string, text: string, state: ClaimState): void {
  request.setClaim(messageId, text, state).catch(reportError)
}

export async function removeClaims(messageId: string): Promise<void> {
  try {
    await request.removeClaims(messageId)
  } catch (error) {
    return reportError(error)
  }
  notify({
    message: 'The list of claims is removed',
    isUndo: true,
    action: { label: 'Undo', run: () => void request.restoreClaims(messageId).catch(reportError) },
  })
}
