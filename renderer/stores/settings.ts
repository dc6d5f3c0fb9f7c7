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

/** Loads the app's settings and the presets, and keeps them true from then on. */
export async function followSettings(): Promise<void> {
  listen('settingsChanged', (settings) => useSettings.setState({ settings }))
  listen('presetsChanged', (presets) => useSettings.setState({ presets }))
  const [settings, presets] = await Promise.all([request.getSettings(), request.listPresets()])
  useSettings.setState({ settings, presets })
}

/** Shown at once; what main refuses is said and taken back. */
export function changeSettings(change: (settings: Settings) => Partial<Settings>): void {
  const { settings: before } = useSettings.getState()
  const settings = { ...before, ...change(before) }
  useSettings.setState({ settings })
  request.saveSettings(settings).catch((error: unknown) => {
    useSettings.setState({ settings: before })
    reportError(error)
  })
}

/** Under a name that is there already it replaces that preset's settings. */
export function savePreset(name: string, settings: ReplySettings): void {
  request.savePreset(name, settings).then(() => notify({ message: `Saved as “${name.trim()}”` }), reportError)
}

export function renamePreset(id: string, name: string): void {
  request.renamePreset(id, name).catch(reportError)
}

export async function deletePreset({ id, name, settings }: Preset): Promise<void> {
  try {
    await request.deletePreset(id)
  } catch (error) {
    reportError(error)
    return
  }
  notify({
    message: `“${name}” is deleted`,
    isUndo: true,
    action: { label: 'Undo', run: () => void request.savePreset(name, settings).catch(reportError) },
  })
}
