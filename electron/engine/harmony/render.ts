import type { Effort, PromptMessage } from '../../../contract/engine.js'
import type { Segment } from '../chat-format/segment.js'
import {
  type Content,
  type Conversation,
  type DeveloperContent,
  defaultSystem,
  type HarmonyMessage,
  type SystemContent,
} from './conversation.js'
import { dropFinishedAnalysis } from './drop-analysis.js'
import type { HarmonyMarker } from './markers.js'
import { toolsSection } from './tools.js'

export type HarmonySegment = Segment<HarmonyMarker>

export interface Prompt {
  /** The text of the developer message. */
  readonly instructions?: string
  readonly messages: readonly PromptMessage[]
  readonly effort: Effort
  /** YYYY-MM-DD */
  readonly date: string
}

const constrain = '<|constrain|>'

/** Renders the app's prompt for completion by the assistant. */
export function renderPrompt(prompt: Prompt): HarmonySegment[] {
  const messages = [
    systemMessage(prompt.effort, prompt.date),
    ...developerMessages(prompt),
    ...prompt.messages.map(turn),
  ]
  return renderForCompletion(dropFinishedAnalysis({ messages }))
}

/** Renders the common beginning of all prompts with this effort and date. */
export function renderSystem(effort: Effort, date: string): HarmonySegment[] {
  return renderMessage(systemMessage(effort, date), false)
}

/**
 * Renders a conversation like openai-harmony 0.0.8 for completion by the assistant. Drops no analysis. Splits texts
 * where the library does, so that the same vocabulary gives the same ids. Throws `TypeError` if a tool has no name.
 */
export function renderForCompletion({ messages }: Conversation): HarmonySegment[] {
  const hasFunctions = messages.some(({ content }) => content.some(hasFunctionTools))
  return [
    ...messages.flatMap((message) => renderMessage(message, hasFunctions)),
    { marker: '<|start|>' },
    { text: 'assistant' },
  ]
}

function systemMessage(effort: Effort, date: string): HarmonyMessage {
  return { role: 'system', content: [{ ...defaultSystem, effort, date }] }
}

function developerMessages({ instructions }: Prompt): HarmonyMessage[] {
  return instructions ? [{ role: 'developer', content: [{ type: 'developer', instructions }] }] : []
}

function turn({ role, text }: PromptMessage): HarmonyMessage {
  const content = [{ type: 'text', text }] as const
  return role === 'user' ? { role, content } : { role, channel: 'final', content }
}

function hasFunctionTools(content: Content): boolean {
  return content.type === 'developer' && (content.tools?.get('functions')?.tools.length ?? 0) > 0
}

function renderMessage(message: HarmonyMessage, hasFunctions: boolean): HarmonySegment[] {
  const { role, recipient, channel, contentType, content } = message
  const isCall = role === 'assistant' && recipient !== undefined
  return [
    { marker: '<|start|>' },
    ...renderAuthor(message),
    ...(recipient === undefined || recipient === 'all' ? [] : [{ text: ` to=${recipient}` }]),
    ...(channel === undefined ? [] : [{ marker: '<|channel|>' } as const, { text: channel }]),
    ...(contentType === undefined ? [] : renderContentType(contentType)),
    { marker: '<|message|>' },
    ...content.map((part) => ({ text: contentText(part, hasFunctions) })),
    { marker: isCall ? '<|call|>' : '<|end|>' },
  ]
}

function renderAuthor({ role, name }: HarmonyMessage): HarmonySegment[] {
  if (role !== 'tool') return name === undefined ? [{ text: role }] : [{ text: role }, { text: `:${name}` }]
  if (name === undefined) throw new TypeError('A tool has no name.')
  return [{ text: name }]
}

function renderContentType(contentType: string): HarmonySegment[] {
  if (!contentType.startsWith(constrain)) return [{ text: ` ${contentType}` }]
  return [{ text: ' ' }, { marker: constrain }, { text: contentType.slice(constrain.length) }]
}

function contentText(content: Content, hasFunctions: boolean): string {
  switch (content.type) {
    case 'text':
      return content.text
    case 'system':
      return systemText(content, hasFunctions)
    case 'developer':
      return developerText(content)
  }
}

function systemText(
  { identity, knowledgeCutoff, date, effort, tools, channels }: SystemContent,
  hasFunctions: boolean,
) {
  const top = [
    identity,
    knowledgeCutoff === undefined ? undefined : `Knowledge cutoff: ${knowledgeCutoff}`,
    date === undefined ? undefined : `Current date: ${date}`,
  ].filter((line) => line !== undefined)
  const sections: string[] = []
  if (top.length > 0) sections.push(top.join('\n'))
  if (effort !== undefined) sections.push(`Reasoning: ${effort}`)
  if (tools !== undefined && tools.size > 0) sections.push(toolsSection(tools))
  if (channels !== undefined && channels.valid.length > 0) {
    const required = channels.isRequired ? ' Channel must be included for every message.' : ''
    const functions = hasFunctions ? "\nCalls to these tools must go to the commentary channel: 'functions'." : ''
    sections.push(`# Valid channels: ${channels.valid.join(', ')}.${required}${functions}`)
  }
  return sections.join('\n\n')
}

function developerText({ instructions, tools }: DeveloperContent): string {
  const sections = instructions === undefined ? [] : ['# Instructions', instructions]
  if (tools !== undefined && tools.size > 0) sections.push(toolsSection(tools))
  return sections.join('\n\n')
}
