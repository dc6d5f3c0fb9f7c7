import type { Effort } from '../../../contract/engine.js'
import type { Json } from './json.js'

/** A conversation as openai-harmony 0.0.8 models it. */
export interface Conversation {
  readonly messages: readonly HarmonyMessage[]
}

export const harmonyRoles = ['user', 'assistant', 'system', 'developer', 'tool'] as const

export type HarmonyRole = (typeof harmonyRoles)[number]

export interface HarmonyMessage {
  readonly role: HarmonyRole
  /** Required for a tool, for example `functions.get_weather`. */
  readonly name?: string
  /** The receiver of the message: `functions.get_weather`, `assistant`. */
  readonly recipient?: string
  readonly channel?: string
  /** For example `<|constrain|>json`. Only `<|constrain|>` at its beginning is a marker. */
  readonly contentType?: string
  readonly content: readonly Content[]
}

export type Content = TextContent | SystemContent | DeveloperContent

export interface TextContent {
  readonly type: 'text'
  readonly text: string
}

/** Absent fields are left out of the prompt; there are no defaults. */
export interface SystemContent {
  readonly type: 'system'
  readonly identity?: string
  readonly knowledgeCutoff?: string
  /** YYYY-MM-DD */
  readonly date?: string
  readonly effort?: Effort
  readonly tools?: ToolNamespaces
  readonly channels?: ChannelRule
}

export interface DeveloperContent {
  readonly type: 'developer'
  readonly instructions?: string
  readonly tools?: ToolNamespaces
}

export interface ChannelRule {
  readonly valid: readonly string[]
  readonly isRequired: boolean
}

/** The namespaces by key. The system message mentions the key `functions`. */
export type ToolNamespaces = ReadonlyMap<string, ToolNamespace>

export interface ToolNamespace {
  readonly name: string
  readonly description?: string
  readonly tools: readonly Tool[]
}

export interface Tool {
  readonly name: string
  readonly description: string
  /** A JSON schema. Its keys keep their order. */
  readonly parameters?: Json
}

/** The default content of the library's system message. */
export const defaultSystem: SystemContent = {
  type: 'system',
  identity: 'You are ChatGPT, a large language model trained by OpenAI.',
  knowledgeCutoff: '2024-06',
  effort: 'medium',
  channels: { valid: ['analysis', 'commentary', 'final'], isRequired: true },
}
