import { AppError } from '../../../contract/errors.js'
import {
  type Content,
  type Conversation,
  type HarmonyMessage,
  type HarmonyRole,
  harmonyRoles,
  type Tool,
  type ToolNamespace,
  type ToolNamespaces,
} from './conversation.js'
import { findFault, isArray, isObject, type Json, JsonFault, type JsonObject } from './json.js'

const efforts = new Map([
  ['Low', 'low'],
  ['Medium', 'medium'],
  ['High', 'high'],
] as const)

/**
 * Reads a conversation in openai-harmony's JSON form (`Conversation.to_json()`). Fields that are null become absent.
 * Throws `refused` with the position and the error.
 */
export function readConversation(json: Json): Conversation {
  const conversation = objectAt(json, 'The conversation')
  const messages = arrayAt(conversation.get('messages'), 'messages')
  return { messages: messages.map((message, index) => readMessage(message, `messages[${index}]`)) }
}

function readMessage(json: Json, at: string): HarmonyMessage {
  const message = objectAt(json, at)
  const role = message.get('role')
  if (!isRole(role)) throw invalid(`${at}.role`, `is not one of ${harmonyRoles.join(', ')}`)
  const content = message.get('content')
  const name = optionalText(message, 'name', at)
  if (role === 'tool' && name === undefined) throw invalid(`${at}.name`, 'is missing: a tool needs a name')
  return {
    role,
    name,
    recipient: optionalText(message, 'recipient', at),
    channel: optionalText(message, 'channel', at),
    contentType: optionalText(message, 'content_type', at),
    content:
      typeof content === 'string'
        ? [{ type: 'text', text: content }]
        : arrayAt(content, `${at}.content`).map((part, index) => readContent(part, role, `${at}.content[${index}]`)),
  }
}

function readContent(json: Json, role: HarmonyRole, at: string): Content {
  const content = objectAt(json, at)
  const type = content.get('type')
  switch (type) {
    case 'text':
      return { type: 'text', text: requiredText(content, 'text', at) }
    case 'system_content':
      if (role !== 'system') throw invalid(at, `is system_content in a message of the role ${role}`)
      return {
        type: 'system',
        identity: optionalText(content, 'model_identity', at),
        knowledgeCutoff: optionalText(content, 'knowledge_cutoff', at),
        date: optionalText(content, 'conversation_start_date', at),
        effort: readEffort(content.get('reasoning_effort'), `${at}.reasoning_effort`),
        tools: readNamespaces(content.get('tools'), `${at}.tools`),
        channels: readChannels(content.get('channel_config'), `${at}.channel_config`),
      }
    case 'developer_content':
      if (role !== 'developer') throw invalid(at, `is developer_content in a message of the role ${role}`)
      return {
        type: 'developer',
        instructions: optionalText(content, 'instructions', at),
        tools: readNamespaces(content.get('tools'), `${at}.tools`),
      }
    default:
      throw invalid(`${at}.type`, 'is not one of text, system_content, developer_content')
  }
}

function readEffort(json: Json | undefined, at: string) {
  if (isAbsent(json)) return undefined
  const effort = [...efforts].find(([name]) => name === json)?.[1]
  if (effort === undefined) throw invalid(at, `is not one of ${[...efforts.keys()].join(', ')}`)
  return effort
}

function readChannels(json: Json | undefined, at: string) {
  if (isAbsent(json)) return undefined
  const rule = objectAt(json, at)
  const isRequired = rule.get('channel_required')
  if (typeof isRequired !== 'boolean') throw invalid(`${at}.channel_required`, 'is neither true nor false')
  const valid = arrayAt(rule.get('valid_channels'), `${at}.valid_channels`).map((channel, index) => {
    if (typeof channel !== 'string') throw invalid(`${at}.valid_channels[${index}]`, 'is not a string')
    return channel
  })
  return { valid, isRequired }
}

function readNamespaces(json: Json | undefined, at: string): ToolNamespaces | undefined {
  if (isAbsent(json)) return undefined
  return new Map([...objectAt(json, at)].map(([key, namespace]) => [key, readNamespace(namespace, `${at}.${key}`)]))
}

function readNamespace(json: Json, at: string): ToolNamespace {
  const namespace = objectAt(json, at)
  return {
    name: requiredText(namespace, 'name', at),
    description: optionalText(namespace, 'description', at),
    tools: arrayAt(namespace.get('tools'), `${at}.tools`).map((tool, index) => readTool(tool, `${at}.tools[${index}]`)),
  }
}

function readTool(json: Json, at: string): Tool {
  const tool = objectAt(json, at)
  const parameters = tool.get('parameters')
  const fault = isAbsent(parameters) ? undefined : findFault(parameters)
  if (fault) throw faulty(`${at}.parameters`, fault)
  return {
    name: requiredText(tool, 'name', at),
    description: requiredText(tool, 'description', at),
    parameters: isAbsent(parameters) ? undefined : parameters,
  }
}

function isRole(json: Json | undefined): json is HarmonyRole {
  return harmonyRoles.some((role) => role === json)
}

function isAbsent(json: Json | undefined): json is undefined | null {
  return json === undefined || json === null
}

function objectAt(json: Json | undefined, at: string): JsonObject {
  if (json instanceof JsonFault) throw faulty(at, json)
  if (!isObject(json)) throw invalid(at, 'is not an object')
  return json
}

function arrayAt(json: Json | undefined, at: string): readonly Json[] {
  if (json instanceof JsonFault) throw faulty(at, json)
  if (!isArray(json)) throw invalid(at, 'is not an array')
  return json
}

function requiredText(object: JsonObject, key: string, at: string): string {
  const text = optionalText(object, key, at)
  if (text === undefined) throw invalid(`${at}.${key}`, 'is missing')
  return text
}

function optionalText(object: JsonObject, key: string, at: string): string | undefined {
  const text = object.get(key)
  if (isAbsent(text)) return undefined
  if (text instanceof JsonFault) throw faulty(`${at}.${key}`, text)
  if (typeof text !== 'string') throw invalid(`${at}.${key}`, 'is not a string')
  return text
}

function faulty(at: string, { message }: JsonFault): AppError {
  return new AppError('refused', `${at} can’t be read: ${message}`)
}

function invalid(at: string, what: string): AppError {
  return new AppError('refused', `${at} ${what}.`)
}
