import { create } from 'zustand'
import type { MenuAction, SettingsPaneName } from '../../contract/support-requests.js'
import { listen, request } from '../bridge.js'
import { notify, reportError } from './view.js'

interface SupportStore {
  /** The pane that the Settings window shows. */
  readonly pane: SettingsPaneName
  readonly menuActions: readonly MenuAction[]
  /** `null` while they are not shown. */
  readonly diagnostics: string | null
}

export const useSupport = create<SupportStore>(() => ({ pane: 'General', menuActions: [], diagnostics: null }))

export const showPane = (pane: SettingsPaneName) => useSupport.setState({ pane })

/** Shows the pane that main names, now and later. */
export async function followPane(): Promise<void> {
  listen('settingsPane', showPane)
  showPane(await request.getSettingsPane())
}

export function loadMenuActions(): void {
  request.listMenuActions().then((menuActions) => useSupport.setState({ menuActions }), reportError)
}

/** Loads the diagnostics and shows them; what is shown is what `saveDiagnostics` saves. */
export function showDiagnostics(): void {
  request.getDiagnostics().then((diagnostics) => useSupport.setState({ diagnostics }), reportError)
}

export const hideDiagnostics = () => useSupport.setState({ diagnostics: null })

export async function saveDiagnostics(): Promise<void> {
  try {
    if (await request.saveDiagnostics()) notify({ message: 'The diagnostics are saved' })
  } catch (error) {
    reportError(error)
  }
}

export function showLogs(): void {
  request.showLogs().catch(reportError)
}

export async function resetSettings(): Promise<void> {
  try {
    if (await request.resetSettings()) notify({ message: 'All settings are reset' })
  } catch (error) {
    reportError(error)
  }
}

export function deleteAllData(): void {
  request.deleteAllData().catch(reportError)
}
