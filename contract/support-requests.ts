import type { Fault } from './fault.js'
import type { UpdateState } from './updates.js'

/** The panes of the Settings window, in the order of their tabs. */
export const settingsPaneNames = [
  'General',
  'Models',
  'Replies',
  'Presets',
  'Documents',
  'Shortcuts',
  'Backups',
  'Privacy & network',
  'Advanced',
] as const

export type SettingsPaneName = (typeof settingsPaneNames)[number]

export const isSettingsPane = (value: unknown): value is SettingsPaneName =>
  settingsPaneNames.some((name) => name === value)

/** An action of the native menu. */
export interface MenuAction {
  /** The titles of the menus that lead to it: `File`, or `File`, `Export`. */
  readonly menus: readonly string[]
  readonly label: string
  /** In Electron's notation; absent where it has no keys. */
  readonly accelerator?: string
}

/** Requests for what helps when something goes wrong. */
export interface SupportRequests {
  /** Puts a failure of the window into the log. */
  reportFault(fault: Fault): Promise<void>
  /** The pane that the Settings window shows when it opens. */
  getSettingsPane(): Promise<SettingsPaneName>
  /** Sets the size of text in every window, in per cent. */
  setTextScale(percent: number): Promise<void>
  /** Shows the folder of the logs in the Finder or the file manager. */
  showLogs(): Promise<void>
  /** What the app knows of itself, as the text that `saveDiagnostics` saves. */
  getDiagnostics(): Promise<string>
  /** Saves the text of the last `getDiagnostics` where the user chooses. Returns false when it is cancelled. */
  saveDiagnostics(): Promise<boolean>
  /** Every action of the native menu, in its order. */
  listMenuActions(): Promise<readonly MenuAction[]>
  getUpdate(): Promise<UpdateState>
  /** Looks for a newer version now, and downloads it. */
  checkForUpdates(): Promise<void>
  /** Asks in a native dialog first, then deletes everything and starts the app again. Returns false when it is cancelled. */
  deleteAllData(): Promise<boolean>
}

export const supportRequestNames = {
  reportFault: true,
  getSettingsPane: true,
  setTextScale: true,
  showLogs: true,
  getDiagnostics: true,
  saveDiagnostics: true,
  listMenuActions: true,
  getUpdate: true,
  checkForUpdates: true,
  deleteAllData: true,
} satisfies Record<keyof SupportRequests, true>
