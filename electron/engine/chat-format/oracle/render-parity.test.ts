import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fetchSmallModel } from '../../../../build/small-model/fetch.mjs'
import { localDate } from '../../../../contract/local-date.js'
import { isHeavy, timeoutMs } from '../../testing/case-count.js'
import { PythonOracle } from '../../testing/python-oracle.js'
import { Tokenizer } from '../../tokenizer/tokenizer.js'
import { templateHash } from '../choose-format.js'
import { knownTemplates } from '../known-templates.js'
import { encodeSegments, promptText } from '../segment.js'
import { similarFormat } from '../similar-template.js'
import { TurnFormat } from '../turn-format.js'
import type { TurnStyle } from '../turn-style.js'
import { type SomeConversation, someConversations } from './some-conversations.js'

type Request =
  | {
      readonly render: readonly object[]
      readonly template: string
      readonly folder: string
    }
  | { readonly encode: string; readonly folder: string }

/** Its real vocabulary is there. */
const smollm2 = '872be49dbb638044ad01b60388f48d469ff2980e5f0dccdc22ec907db54d0788'

const conversations = someConversations(300)

/** Conversations of one recorded hash. */
const groupSize = 30
/** Any date that `today` can be; the recorded texts have it. */
const date = '2026-11-30'

const recorded = new URL('./rendered.json', import.meta.url)
/** The SHA-256 of what each known template makes of the conversations, in groups. */
const readRecorded = (): Readonly<Record<string, readonly string[]>> =>
  existsSync(recorded) ? JSON.parse(readFileSync(recorded, 'utf8')) : {}
const hashes = readRecorded()

let oracle: PythonOracle<Request, { readonly text: string; readonly tokens: readonly number[] }>
let trainer: PythonOracle<{ readonly train: string; readonly folder: string }, object>
let scratch: string
const folders = new Map<string, string>()
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'parley-templates-'))
  oracle = await PythonOracle.open(new URL('./oracle.py', import.meta.url))
  trainer = await PythonOracle.open(new URL('../../tokenizer/oracle/oracle.py', import.meta.url))
}, timeoutMs)
afterAll(() => {
  oracle.close()
  trainer.close()
  rmSync(scratch, { recursive: true, force: true })
})

/** The first token of the prompts of a format whose template writes one, in the small vocabularies. */
const beginnings: Readonly<Record<string, string>> = { 'Llama 3': '<|begin_of_text|>', Mistral: '<s>' }
const ends: Readonly<Record<string, string>> = { 'Llama 3': '<|eot_id|>', Mistral: '</s>' }

/** Returns a folder with a small vocabulary that has the steps and markers of a format's models. */
async function trainFor({ name, render }: TurnStyle): Promise<string> {
  const isTekken =
    name === 'Mistral' &&
    !/ /.test(promptText(render({ turns: [{ role: 'user', text: '' }], date }, (text) => [{ text }])))
  const kind = isTekken
    ? 'tekken'
    : ({ ChatML: 'qwen', Qwen3: 'qwen', 'Llama 3': 'llama3', Mistral: 'mistral' }[name] ?? name)
  const known = folders.get(kind)
  if (known !== undefined) return known
  const folder = mkdtempSync(join(scratch, kind))
  await trainer.ask({ train: kind, folder })
  const config = { bos_token: beginnings[name], eos_token: ends[name] }
  writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify(config))
  folders.set(kind, folder)
  return folder
}

async function openFormat(style: TurnStyle, folder: string) {
  const tokenizer = await Tokenizer.open(folder)
  const format = new TurnFormat(style, (content) => tokenizer.addedToken(content), beginnings[style.name])
  return (conversation: SomeConversation, today: string) => {
    const segments = format.renderTurns({ ...conversation, date: today })
    const tokens = encodeSegments(segments, format.ids, (text, limit, place) => tokenizer.encode(text, limit, place))
    return { text: promptText(segments), tokens }
  }
}

const hashOf = (texts: readonly string[]) => createHash('sha256').update(JSON.stringify(texts)).digest('hex')

test('every known template is recorded', () => {
  expect(Object.keys(hashes).sort()).toEqual(Object.keys(knownTemplates).sort())
})

test.each(Object.entries(knownTemplates))(
  'prompts have the recorded text of the template %s, and its tokens',
  async (hash, style) => {
    const folder = hash === smollm2 ? await fetchSmallModel() : await trainFor(style)
    const render = await openFormat(style, folder)
    const texts: string[] = []
    for (const conversation of conversations) {
      const { text, tokens } = render(conversation, date)
      texts.push(text)
      // All of them take long for each template.
      if (isHeavy || texts.length % 5 === 0) {
        expect(await tokens).toEqual((await oracle.ask({ encode: text, folder })).tokens)
      }
    }
    expect(groupsOf(texts)).toEqual(hashes[hash])
  },
  timeoutMs,
)

const groupsOf = (texts: readonly string[]) =>
  Array.from({ length: texts.length / groupSize }, (_, index) =>
    hashOf(texts.slice(index * groupSize, (index + 1) * groupSize)).slice(0, 16),
  )

/** A folder with the texts of public templates, NAME.jinja. `PARLEY_RECORD` also records what the known ones render. */
const templates = process.env.PARLEY_TEMPLATES
const named = templates === undefined ? [] : readdirSync(templates).filter((name) => name.endsWith('.jinja'))

test.each(named)(
  'prompts are those of transformers with the template %s',
  async (name) => {
    const template = readFileSync(join(templates ?? '', name), 'utf8')
    const hash = templateHash(template)
    const style = knownTemplates[hash] ?? similarFormat(template, true)
    if (!style) throw new Error('This template has no known format.')
    const folder = await trainFor(style)
    const render = await openFormat(style, folder)
    // Mistral's first templates refuse a system message.
    const isSystemAllowed = template.includes('system') || !template.includes('[INST]')
    const allowed = conversations.filter(({ instructions }) => isSystemAllowed || !instructions)
    for (const conversation of allowed) {
      const expected = await oracle.ask({ render: messagesOf(conversation), template, folder })
      const { text, tokens } = render(conversation, localDate())
      expect({ text, tokens: await tokens }).toEqual(expected)
    }
    if (process.env.PARLEY_RECORD && hash in knownTemplates) {
      const texts = conversations.map((conversation) => render(conversation, date).text)
      const all = { ...readRecorded(), [hash]: groupsOf(texts) }
      writeFileSync(recorded, `${JSON.stringify(all, null, 2)}\n`)
    }
  },
  timeoutMs,
)

const messagesOf = ({ instructions, turns }: SomeConversation) => [
  ...(instructions ? [{ role: 'system', content: instructions }] : []),
  ...turns.map(({ role, text, reasoning }) => ({
    role,
    content: text,
    ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
  })),
]
