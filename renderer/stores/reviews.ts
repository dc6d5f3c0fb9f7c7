import { create } from 'zustand'
import { request } from '../bridge.js'
import { changeSettings, useSettings } from './settings.js'
import { reportError } from './view.js'

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
