import { create } from 'zustand'
import { initialSettings, type Preset, type Settings } from '../../contract/settings.js'
import { listen, request } from '../bridge.js'

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
