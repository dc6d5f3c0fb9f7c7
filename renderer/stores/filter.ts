import { create } from 'zustand'
import type { FilterModel } from '../../contract/content-filter.js'
import { request } from '../bridge.js'
import { reportError } from './view.js'

interface FilterStore {
  /** The model that checks; `null` until it is loaded from main. */
  readonly model: FilterModel | null
}

export const useFilter = create<FilterStore>(() => ({ model: null }))

/** Loads which model checks, and what that costs. */
export function loadFilterModel(): void {
  request.getFilterModel().then((model) => useFilter.setState({ model }), reportError)
}

/** "Show it anyway", "Send it anyway". */
export function releaseMessage(messageId: string): void {
  request.releaseMessage(messageId).catch(reportError)
}

export function checkAgain(messageId: string): void {
  request.checkAgain(messageId).catch(reportError)
}
