import { create } from 'zustand'
import { defaultSummary, type SummaryOptions } from '../../contract/summary-forms.js'

interface SummaryOptionsStore {
  /** How the documents in a composer are to be summarised, where the user chose it; by conversation. */
  readonly chosen: ReadonlyMap<string | null, SummaryOptions>
}

export const useSummaryOptions = create<SummaryOptionsStore>(() => ({ chosen: new Map() }))

/** The one place from which a summary gets its form before the user chooses another. */
const defaultOptions = (): SummaryOptions => defaultSummary

export const useChosenSummary = (conversationId: string | null): SummaryOptions =>
  useSummaryOptions(({ chosen }) => chosen.get(conversationId)) ?? defaultOptions()

export const chosenSummary = (conversationId: string | null): SummaryOptions =>
  useSummaryOptions.getState().chosen.get(conversationId) ?? defaultOptions()

/** Remembers the choice until the draft of this conversation is sent. */
export function chooseSummary(conversationId: string | null, options: SummaryOptions): void {
  useSummaryOptions.setState(({ chosen }) => ({ chosen: new Map(chosen).set(conversationId, options) }))
}

export function forgetSummary(conversationId: string | null): void {
  useSummaryOptions.setState(({ chosen }) => {
    const rest = new Map(chosen)
    rest.delete(conversationId)
    return { chosen: rest }
  })
}
