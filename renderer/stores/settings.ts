import { create } from 'zustand'
import { initialSettings, type Preset, type ReplySettings, type Settings } from '../../contract/settings.js'
import { listen, request } from '../bridge.js'
import { notify, reportError } from './view.js'

interface SettingsStore {
  readonly settings: Settings
  /** By name. */
  readonly presets: readonly Preset[]
}

export const useSettings = create<SettingsStore>(() => ({ settings: initialSettings, presets: [] }))

let areKnown = false

/** Loads the app's settings and the presets, and keeps them true from then on. */
export async function followSettings(): Promise<void> {
  listen('settingsChanged', (settings) => useSettings.setState({ settings }))
  listen('presetsChanged', (presets) => useSettings.setState({ presets }))
  // Each is set as it comes: a change that comes between the two is newer than the first.
  await Promise.all([
    request.getSettings().then((settings) => {
      areKnown = true
      useSettings.setState({ settings })
    }),
    request.listPresets().then((presets) => useSettings.setState({ presets })),
  ])
}

/** Shown at once. What main refuses is said, and what holds is shown again; answers whether it was saved. */
export async function changeSettings(change: (settings: Settings) => Partial<Settings>): Promise<boolean> {
  try {
    // A window that is drawn before main has told them must not save the first values over them.
    const before = areKnown ? useSettings.getState().settings : await request.getSettings()
    const settings = { ...before, ...change(before) }
    useSettings.setState({ settings })
    await request.saveSettings(settings)
    return true
  } catch (error) {
    reportError(error)
    useSettings.setState({ settings: await request.getSettings() })
    return false
  }
}

/** The defaults of new conversations. Says what they are from now on, and keeps the way back. */
export async function replaceDefaults(defaults: ReplySettings, message: string): Promise<void> {
  const before = useSettings.getState().settings.defaults
  if (!(await changeSettings(() => ({ defaults })))) return
  const undo = () => void changeSettings(() => ({ defaults: before }))
  notify({ message, isUndo: true, action: { label: 'Undo', run: undo } })
}

/** The window of its own. */
export function openSettings(): void {
  request.openSettings().catch(reportError)
}

export function closeSettings(): void {
  request.closeSettings().catch(reportError)
}

/** Makes Settings as high as what it shows, in CSS pixels. */
export function fitSettings(height: number): void {
  request.fitSettings(Math.ceil(height)).catch(reportError)
}

/** Takes the place of a preset that has the name, and offers it back. */
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

/** Answers whether it is gone. */
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
