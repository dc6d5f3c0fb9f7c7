import { defaultPolicy, filterSubjects, filterTimes, maxPolicyLength } from './content-filter.js'
import { effortLabels } from './engine.js'
import { lockLabels } from './lock.js'
import { maxOcrLanguages, ocrLanguages } from './ocr-languages.js'
import { quickEntryKeys } from './quick-entry.js'
import { replyLanguages } from './reply-languages.js'
import { maxReviewerCharacters } from './reviews.js'
import { defaultsOf, type Setting, type SettingsTable, type ValuesOf } from './setting.js'
import { defaultSummary, summaryFormLabels } from './summary-forms.js'

type ReplySetting = Setting & {
  /** The accessible name. In lower case, the name within a sentence. */
  readonly label: string
  readonly placeholder?: string
  /** `advanced` settings are behind a disclosure of the form. */
  readonly group: 'basic' | 'advanced'
}

const modelDefault = 'The model’s default'

/**
 * The settings of replies in one conversation. The type, the schema, the form, the words and the request to the engine
 * are derived from this table; `GenerateRequest` has a field of the same name.
 */
// biome-ignore format: one setting, one line
export const replySettings = {
  /** The developer message; empty means none. */
  instructions: { kind: 'text', default: '', maxLength: 200_000, label: 'Instructions', placeholder: 'What the model should know or follow', group: 'basic' },
  effort: { kind: 'choice', default: 'medium', options: effortLabels, label: 'Effort', group: 'basic' },
  /** 0 takes the most likely token. */
  temperature: { kind: 'number', default: null, min: 0, max: 2, label: 'Temperature', placeholder: modelDefault, group: 'basic' },
  topP: { kind: 'number', default: null, min: 0, isAbove: true, max: 1, label: 'Top-p', placeholder: modelDefault, group: 'basic' },
  /** Limit of one reply: reasoning and answer together. */
  maxTokens: { kind: 'number', default: null, min: 1, max: 10_000_000, isWhole: true, unit: 'token', label: 'Maximum length', placeholder: 'No limit', group: 'basic' },
  seed: { kind: 'number', default: null, min: 0, max: 2 ** 31 - 1, isWhole: true, label: 'Seed', placeholder: 'Random', group: 'basic' },
  /** 0 drops no token. */
  minP: { kind: 'number', default: null, min: 0, max: 1, label: 'Min-p', placeholder: 'None', group: 'advanced' },
  /** 0 keeps all tokens. `max` is above the size of any vocabulary. */
  topK: { kind: 'number', default: null, min: 0, max: 1_000_000, isWhole: true, label: 'Top-k', placeholder: 'All tokens', group: 'advanced' },
  /** 1 changes nothing. The engine takes 1e-30 to 1e30; useful values are far within. */
  repetitionPenalty: { kind: 'number', default: null, min: 0.1, max: 10, label: 'Repetition penalty', placeholder: 'None', group: 'advanced' },
} as const satisfies Readonly<Record<string, ReplySetting>>

/** `null` leaves a number to the model's generation_config.json, or to the engine. */
export interface ReplySettings extends ValuesOf<typeof replySettings> {}

export type ReplySettingName = keyof ReplySettings

/** In the order of the table. */
export const replySettingNames = Object.keys(replySettings) as readonly ReplySettingName[]

/** The settings that "try again with" can change. */
export const retrySettings = { effort: true, temperature: true } as const satisfies { [_ in ReplySettingName]?: true }

export type RetrySettingName = keyof typeof retrySettings

/** "Try again with": other settings for one reply, or another model, which stays chosen afterwards. */
export interface RetryChange extends Partial<Pick<ReplySettings, RetrySettingName>> {
  readonly modelId?: string
}

/** Named settings. Applying a preset copies its settings to a conversation. */
export interface Preset {
  readonly id: string
  readonly name: string
  readonly settings: ReplySettings
}

export interface SavedPreset {
  readonly preset: Preset
  /** The former preset of the same name, if any. */
  readonly replaced?: Preset
}

export const appearances = { system: 'As the system', light: 'Light', dark: 'Dark' } as const

export const startPlaces = { last: 'The conversation that was open', new: 'A new conversation' } as const

/** The settings in the pane General. */
const generalSettings = {
  appearance: { kind: 'choice', default: 'system', options: appearances },
  /** What the main window shows when the app starts. */
  opensAtStart: { kind: 'choice', default: 'last', options: startPlaces },
  replyLanguage: { kind: 'choice', default: 'any', options: replyLanguages },
  /** The system tells of replies, summaries and batches that end while another app is in front. */
  notifiesOfEnds: { kind: 'switch', default: true },
  /** What opens the quick entry from any app. */
  quickEntry: { kind: 'choice', default: 'off', options: quickEntryKeys },
  /** The model writes titles in the background; when off, a title is the first words of the first message. */
  writesTitles: { kind: 'switch', default: true },
  /** A line below replies about medicine and law. */
  remindsOfOversight: { kind: 'switch', default: true },
  /** Stands in the field when a reply is signed off. */
  reviewerName: { kind: 'text', default: '', maxLength: maxReviewerCharacters },
  /** Conversations are deleted when they have been in the Trash for `trashDays`. */
  emptiesTrash: { kind: 'switch', default: true },
  /** A signed build looks for newer versions, and the system installs them when it quits. */
  updatesItself: { kind: 'switch', default: true },
} as const satisfies SettingsTable

/** How long a model that is not used stays loaded; `null`: until the memory runs short. */
export const unloadMinutes = { 'after-5': 5, 'after-15': 15, 'after-60': 60, never: null } as const

const unloadLabels = {
  'after-5': 'After 5 minutes',
  'after-15': 'After 15 minutes',
  'after-60': 'After an hour',
  never: 'Never',
} as const satisfies Record<keyof typeof unloadMinutes, string>

/** The settings in the pane Models. */
const modelSettings = {
  unloadsModel: { kind: 'choice', default: 'after-15', options: unloadLabels },
} as const satisfies SettingsTable

/** The settings in the pane Documents. */
// biome-ignore format: one setting, one line
const documentSettings = {
  /** The form of a summary for which none is chosen. */
  summaryForm: { kind: 'choice', default: defaultSummary.form, options: summaryFormLabels },
  /** In which the text of pictures is recognized; none: the languages of the computer. */
  ocrLanguages: { kind: 'choices', default: [], options: ocrLanguages, maxCount: maxOcrLanguages },
  /** When off, the file of a document is deleted once its text is read and sent. */
  keepsOriginals: { kind: 'switch', default: true },
} as const satisfies SettingsTable

/** The settings of the content filter, in the pane Replies. */
const filterSettings = {
  /** A model reads messages with the policy. */
  contentFilter: { kind: 'switch', default: false },
  filterSubject: { kind: 'choice', default: 'both', options: filterSubjects },
  filterTime: { kind: 'choice', default: 'before', options: filterTimes },
  filterPolicy: { kind: 'text', default: defaultPolicy, maxLength: maxPolicyLength },
} as const satisfies SettingsTable

/** The settings in the pane Privacy & network. */
const privacySettings = {
  /** Parley asks who is there when it starts and after a while without use. */
  locks: { kind: 'switch', default: false },
  locksAfter: { kind: 'choice', default: 'after-15', options: lockLabels },
  /** When off, Parley sends nothing to any host. */
  network: { kind: 'switch', default: true },
} as const satisfies SettingsTable

/** The settings of the whole app. Type, default and schema are derived from these tables; each has a pane with its controls. */
export const appSettings = {
  ...generalSettings,
  ...modelSettings,
  ...documentSettings,
  ...filterSettings,
  ...privacySettings,
} as const satisfies SettingsTable

type AppSettings = ValuesOf<typeof appSettings>

export type GeneralSettingName = keyof typeof generalSettings
export type ModelSettingName = keyof typeof modelSettings
export type DocumentSettingName = keyof typeof documentSettings
export type FilterSettingName = keyof typeof filterSettings

/** In the order of their tables. */
export const generalSettingNames = Object.keys(generalSettings) as readonly GeneralSettingName[]
export const modelSettingNames = Object.keys(modelSettings) as readonly ModelSettingName[]
export const documentSettingNames = Object.keys(documentSettings) as readonly DocumentSettingName[]

export interface Settings extends AppSettings {
  /** The settings of a new conversation. */
  readonly defaults: ReplySettings
}

/** The settings of a new installation. */
export const initialSettings: Settings = { ...defaultsOf(appSettings), defaults: defaultsOf(replySettings) }
