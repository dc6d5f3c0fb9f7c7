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
  /** A tool must have one, such as `functions.get_weather`. */
  readonly name?: string
  /** Whom the message is for: `functions.get_weather`, `assistant`. */
  readonly recipient?: string
  readonly channel?: string
  /** Such as `<|constrain|>json`; only that marker, and only at its beginning, is one. */
  readonly contentType?: string
  readonly content: readonly Content[]
}

export type Content = TextContent | SystemContent | DeveloperContent

export interface TextContent {
  readonly type: 'text'
  readonly text: string
}

/** What is absent is left out of the prompt: nothing has a default here. */
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

/** The namespaces by key. The key `functions` is the one that the system message speaks of. */
export type ToolNamespaces = ReadonlyMap<string, ToolNamespace>

export interface ToolNamespace {
  readonly name: string
  readonly description?: string
  readonly tools: readonly Tool[]
}

export interface Tool {
  readonly name: string
  readonly description: string
  /** A JSON schema, whose keys keep their order. */
  readonly parameters?: Json
}

/** The system message's content as the library makes it by itself. */
export const defaultSystem: SystemContent = {
  type: 'system',
  identity: 'You are ChatGPT, a large language model trained by OpenAI.',
  knowledgeCutoff: '2024-06',
  effort: 'medium',
  channels: { valid: ['analysis', 'commentary', 'final'], isRequired: true },
}
