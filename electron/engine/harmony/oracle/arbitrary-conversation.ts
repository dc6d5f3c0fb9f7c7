import fc, { type Arbitrary } from 'fast-check'
import { someText } from './arbitrary-text.js'

/**
 * Conversations in openai-harmony's JSON form, as JSON text, because a JavaScript object loses the order of some keys
 * and the spelling of numbers.
 */

const quote = (text: string) => JSON.stringify(text)
const quoted = someText.map(quote)
const word = fc.constantFrom('a', 'b', 'query', '1', '0', '10', 'get_weather', 'naïve', '__proto__', 'constructor', '')
const quotedWord = word.map(quote)
const line = fc.oneof(
  quoted,
  fc.constantFrom('""', '"one\\ntwo"', '"one\\r\\ntwo\\r"', '"\\n"', '"null"', '"City, e.g. Oslo"'),
)

const number = fc.oneof(
  fc.constantFrom('0', '-0', '1.0', '-1', '10', '1e16', '1e15', '0.1', '-1.5e-7', '0.00001', '1E5', '1e308', '5e-324'),
  fc.constantFrom('9007199254740993', '18446744073709551615', '18446744073709551616', '-9223372036854775809'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
)

/** Generates an object with some of these keys, in any order. */
function objectOf(entries: Readonly<Record<string, Arbitrary<string>>>): Arbitrary<string> {
  const pairs = Object.entries(entries).map(([key, value]) => value.map((text) => `${quote(key)}: ${text}`))
  return fc
    .tuple(fc.shuffledSubarray(pairs), fc.nat())
    .chain(([chosen]) => (chosen.length === 0 ? fc.constant<string[]>([]) : fc.tuple(...chosen)))
    .map((texts) => `{${texts.join(', ')}}`)
}

/** Generates an object with all needed entries and some of the others. */
function objectWith(
  needed: Readonly<Record<string, Arbitrary<string>>>,
  others: Readonly<Record<string, Arbitrary<string>>>,
): Arbitrary<string> {
  const pairs = Object.entries(needed).map(([key, value]) => value.map((text) => `${quote(key)}: ${text}`))
  return fc.tuple(fc.tuple(...pairs), objectOf(others)).map(([texts, rest]) => {
    const inner = rest.slice(1, -1)
    return `{${[...texts, ...(inner === '' ? [] : [inner])].join(', ')}}`
  })
}

const arrayOf = (item: Arbitrary<string>, maxLength = 3) =>
  fc.array(item, { maxLength }).map((items) => `[${items.join(', ')}]`)

const mapOf = (key: Arbitrary<string>, value: Arbitrary<string>, maxLength = 4) =>
  fc
    .uniqueArray(fc.tuple(key, value), { maxLength, selector: ([name]) => name })
    .map((entries) => `{${entries.map(([name, text]) => `${quote(name)}: ${text}`).join(', ')}}`)

const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('null', 'true', 'false'),
    number,
    line,
    arrayOf(tie('json')),
    mapOf(word, tie('json'), 2),
  ),
}))

const odd = fc.constantFrom('null', '5', '[]', '{}', 'true', '"x"')
const type = fc.constantFrom('object', 'string', 'number', 'integer', 'boolean', 'array', 'null', 'any', 'date')
const types = fc.oneof(type.map(quote), arrayOf(fc.oneof(type.map(quote), fc.constant('5'))), odd)

/** JSON schemas, including invalid ones. */
const { schema } = fc.letrec<{ schema: string; object: string; variants: string }>((tie) => ({
  object: objectWith(
    { type: fc.constant('"object"'), properties: mapOf(word, tie('schema')) },
    {
      description: line,
      required: fc.oneof(arrayOf(quotedWord), odd),
      title: line,
      default: json,
      nullable: fc.constantFrom('true', 'false', 'null'),
    },
  ),
  variants: objectOf({
    oneOf: fc.oneof({ weight: 4, arbitrary: arrayOf(tie('schema')) }, { weight: 1, arbitrary: odd }),
    description: fc.constantFrom('"City, e.g. Oslo"', '"same"'),
    default: json,
    title: line,
    examples: arrayOf(line),
    enum: arrayOf(quotedWord),
    type: types,
  }),
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    objectOf({
      type: types,
      description: fc.oneof(line, fc.constant('"same"'), odd),
      title: fc.oneof(line, odd),
      default: json,
      enum: fc.oneof(arrayOf(fc.oneof(quotedWord, line)), odd),
      nullable: fc.constantFrom('true', 'false', '"true"'),
      examples: fc.oneof(arrayOf(json), odd),
    }),
    fc.constantFrom('true', 'null', '{}', '"string"', '[]'),
    tie('object'),
    tie('object'),
    tie('variants'),
    objectOf({ type: fc.constant('"array"'), items: tie('schema'), description: line, nullable: fc.constant('true') }),
  ),
}))

const tool = objectWith(
  { name: fc.oneof(quotedWord, quoted), description: line },
  { parameters: fc.oneof(fc.constant('null'), schema) },
)
const namespace = objectWith(
  { name: quotedWord, tools: arrayOf(tool) },
  { description: fc.oneof(line, fc.constant('null')) },
)
const namespaces = mapOf(fc.constantFrom('functions', 'browser', 'python', 'Z', '\uffee', '😀'), namespace, 3)

const date = fc.constantFrom('"2025-06-28"', '""', '"tomorrow"')
const systemContent = objectWith(
  { type: fc.constant('"system_content"') },
  {
    model_identity: quoted,
    knowledge_cutoff: date,
    conversation_start_date: date,
    reasoning_effort: fc.constantFrom('"Low"', '"Medium"', '"High"', 'null'),
    channel_config: objectWith(
      { valid_channels: arrayOf(fc.constantFrom('"analysis"', '"commentary"', '"final"', '"<|end|>"')) },
      {},
    ).chain((text) =>
      fc.constantFrom('true', 'false').map((value) => `${text.slice(0, -1)}, "channel_required": ${value}}`),
    ),
    tools: namespaces,
  },
)
const developerContent = objectWith(
  { type: fc.constant('"developer_content"') },
  { instructions: fc.oneof(quoted, fc.constantFrom('""', 'null')), tools: namespaces },
)
const textContent = quoted.map((text) => `{"type": "text", "text": ${text}}`)

const headerText = fc.oneof(
  fc.constantFrom('"analysis"', '"commentary"', '"final"', '"all"', '"assistant"', '"functions.get_weather"', 'null'),
  quoted,
)
const contentType = fc.oneof(
  fc.constantFrom('"<|constrain|>json"', '"<|constrain|>"', '"json"', '"code <|constrain|>json"', '""', 'null'),
  quoted,
)
const contentOf = (...parts: Arbitrary<string>[]) => fc.oneof(arrayOf(fc.oneof(...parts)), quoted)

const messageOf = (role: string, content: Arbitrary<string>, name: Record<string, Arbitrary<string>> = {}) =>
  objectWith(
    { role: fc.constant(quote(role)), content, ...name },
    {
      channel: headerText,
      recipient: headerText,
      content_type: contentType,
      ...(role === 'tool' ? {} : { name: headerText }),
    },
  )

const message = fc.oneof(
  messageOf('system', contentOf(systemContent, textContent)),
  messageOf('developer', contentOf(developerContent, developerContent, textContent)),
  messageOf('user', contentOf(textContent)),
  messageOf('assistant', contentOf(textContent)),
  messageOf('tool', contentOf(textContent), {
    name: fc.oneof(fc.constantFrom('"functions.get_weather"', '"python"', '""'), quoted),
  }),
)

export const someConversation: Arbitrary<string> = fc
  .array(message, { maxLength: 5 })
  .map((messages) => `{"messages": [${messages.join(', ')}]}`)
