import type { Effort } from './engine.js'

/** How replies are made in one conversation. `null` leaves it to the model's own generation_config.json. */
export interface ReplySettings {
  /** The developer message; empty means none. */
  readonly instructions: string
  readonly effort: Effort
  /** 0 to 2; 0 takes the most likely token. */
  readonly temperature: number | null
  /** Above 0, up to 1. */
  readonly topP: number | null
  /** Of one reply, thinking and answer together; `null`: as many as the context has room for. */
  readonly maxTokens: number | null
  /** `null`: another one for each reply. */
  readonly seed: number | null
}

/** Settings under a name, to be applied to a conversation: a copy, no link. */
export interface Preset {
  readonly id: string
  readonly name: string
  readonly settings: ReplySettings
}

export interface SavedPreset {
  readonly preset: Preset
  /** As it was before, when there was one of that name. */
  readonly replaced?: Preset
}

/** What holds for the whole app. */
export interface Settings {
  /** What a new conversation begins with. */
  readonly defaults: ReplySettings
  /** The model writes titles in the background; else a title is the first words of the first message. */
  readonly writesTitles: boolean
}

/** What the app begins with. */
export const initialSettings: Settings = {
  defaults: { instructions: '', effort: 'medium', temperature: null, topP: null, maxTokens: null, seed: null },
  writesTitles: true,
}
