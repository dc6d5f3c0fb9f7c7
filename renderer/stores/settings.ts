import { create } from 'zustand'
import { initialSettings, type Preset, type ReplySettings, type Settings } from '../../contract/settings.js'
import { listen, request } from '../bridge.js'
import { notify, reportError } from './view.js'

interface SettingsStore {
  readonly settings: Settings
  /** Sorted by name. */
  readonly presets: readonly Preset[]
}

export const useSettings = create<SettingsStore>(() => ({ settings: initialSettings, presets: [] }))

let isLoaded = false

/** Loads the app's settings and the presets, and follows their changes. */
export async function followSettings(): Promise<void> {
  listen('settingsChanged', (settings) => useSettings.setState({ settings }))
  listen('presetsChanged', (presets) => useSettings.setState({ presets }))
  // Sets each one as it arrives, so that it never replaces a newer change.
  await Promise.all([
    request.getSettings().then((settings) => {
      isLoaded = true
      useSettings.setState({ settings })
    }),
    request.listPresets().then((presets) => useSettings.setState({ presets })),
  ])
}

/** Optimistic: on failure, reports it and reloads the saved settings. Returns whether the change was saved. */
export async function changeSettings(change: (settings: Settings) => Partial<Settings>): Promise<boolean> {
  try {
    // A window that is drawn before its settings are loaded must not save the initial ones.
    const before = isLoaded ? useSettings.getState().settings : await request.getSettings()
    const settings = { ...before, ...change(before) }
    useSettings.setState({ settings })
    await request.saveSettings(settings)
    return true
  } catch (error) {
    reportError(error)
    await request.getSettings().then((settings) => useSettings.setState({ settings }), reportError)
    return false
  }
}

/** Replaces the defaults of new conversations, shows `message` and offers an undo. */
export async function replaceDefaults(defaults: ReplySettings, message: string): Promise<void> {
  let before = defaults
  const replace = (settings: Settings) => {
    before = settings.defaults
    return { defaults }
  }
  if (!(await changeSettings(replace))) return
  const undo = () => void changeSettings(() => ({ defaults: before }))
  notify({ message, isUndo: true, action: { label: 'Undo', run: undo } })
}

/** Opens the Settings window. */
export function openSettings(): void {
  request.openSettings().catch(reportError)
}

export function closeSettings(): void {
  request.closeSettings().catch(reportError)
}

/** Sets the height of the Settings window, in CSS pixels. */
export function fitSettings(height: number): void {
  request.fitSettings(Math.ceil(height)).catch(reportError)
}

/** Saves a preset. Replaces one of the same name and offers an undo. */
export function savePreset(name: string, settings: ReplySettings): void {
  request.savePreset(name, settings).then(({ preset, replaced }) => {
    if (!replaced) return notify({ message: `Saved as “${preset.name}”` })
    notify({
      message: `“${replaced.name}” has new settings`,
      isUndo: true,
      action: {
        label: 'Undo',
        run: () => void request.savePreset(replaced.name, replaced.settings).catch(reportError),
      },
    })
  }, reportError)
}

export function renamePreset(id: string, name: string): void {
  request.renamePreset(id, name).catch(reportError)
}

/** Returns whether the preset was deleted. */
export async function deletePreset({ id, name, settings }: Preset): Promise<boolean> {
  try {
    await request.deletePreset(id)
  } catch (error) {
    reportError(error)
    return false
  }
  notify({
    message: `“${name}” is deleted`,
    isUndo: true,
    action: { label: 'Undo', run: () => void request.savePreset(name, settings).catch(reportError) },
  })
  return true
}
