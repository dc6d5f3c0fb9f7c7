import { create } from 'zustand'
import type { SummaryOptions } from '../../contract/summary-forms.js'
import { useSettings } from './settings.js'

interface SummaryOptionsStore {
  /** How the documents in a composer are to be summarised, where the user chose it; by conversation. */
  readonly chosen: ReadonlyMap<string | null, SummaryOptions>
}

export const useSummaryOptions = create<SummaryOptionsStore>(() => ({ chosen: new Map() }))

export function useChosenSummary(conversationId: string | null): SummaryOptions {
  const form = useSettings(({ settings }) => settings.summaryForm)
  return useSummaryOptions(({ chosen }) => chosen.get(conversationId)) ?? { form }
}

/** Until the user chooses, the form that Settings has. */
export const chosenSummary = (conversationId: string | null): SummaryOptions =>
  useSummaryOptions.getState().chosen.get(conversationId) ?? { form: useSettings.getState().settings.summaryForm }

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
