import fc from 'fast-check'
import { parseFragment } from 'parse5'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { initialSettings } from '../../../../contract/settings.js'
import { recipeFrom } from '../../runs/recipe.js'
import { addDocument, textOf } from '../../testing/test-document.js'
import { openTestStore, type TestStore } from '../../testing/test-store.js'
import { htmlPage } from './html-page.js'
import { markdownText } from './markdown-text.js'
import { shownConversation } from './shown-conversation.js'

let testStore: TestStore
beforeAll(() => {
  testStore = openTestStore()
})
afterAll(() => testStore.remove())

const part = (text: string) => ({
  who: 'Tiny',
  at: undefined,
  text,
  isMarkdown: true,
  reasoning: text,
  remarks: [text],
})
const pageOf = (title: string, text: string) =>
  [...htmlPage(title, [{ title, at: undefined, parts: [part(text), { ...part(text), isMarkdown: false }] }])].join('')

interface Node {
  readonly nodeName: string
  readonly attrs?: readonly { readonly name: string; readonly value: string }[]
  readonly childNodes?: readonly Node[]
}

function* nodesOf(node: Node): Generator<Node> {
  yield node
  for (const child of node.childNodes ?? []) yield* nodesOf(child)
}

test('what the content filter decided is a line, and a reply that it holds is not in the page', () => {
  const { conversations, messages } = testStore.store
  const { id } = conversations.create('Filtered')
  const { user, reply } = messages.addExchange(id, 'Ask', 'tiny', recipeFrom(initialSettings.defaults))
  messages.appendReply(reply.id, 'answer', 'A held answer')
  messages.finishReply(reply.id, { state: 'done' })
  const verdict = { outcome: 'flagged', reason: 'Repeats it.', rules: ['V2'], policyId: 'p' } as const
  messages.setVerdict(reply.id, { ...verdict, isHeld: true })
  messages.setVerdict(user.id, { ...verdict, outcome: 'unchecked', isReleased: true })
  const shown = () => shownConversation(testStore.store, id)
  expect(shown().parts.map(({ text, remarks }) => [text, ...remarks])).toEqual([
    ['Ask', 'Content filter: could not be checked. It was sent anyway.'],
    ['', 'Content filter: flagged (V2). The reply is held, and not in this file.'],
  ])
  messages.setVerdict(reply.id, { ...verdict, isReleased: true })
  expect(markdownText(shown())).toContain('A held answer\n\n> Content filter: flagged (V2). It was shown anyway.')
})

const allowed =
  'meta title style section h1 h2 h3 h4 h5 h6 p span article div details summary pre code blockquote ul ol li table thead tbody tr th td hr br a em strong del sub sup kbd'
const attributes = 'charset http-equiv content name dir class href rel value border cellspacing cellpadding'
const awkward = fc
  .array(
    fc.constantFrom(
      '<script>',
      '</style>',
      '<img src=x onerror=y>',
      '"',
      "'",
      '&',
      '](javascript:x)',
      '[a](https://a.org/"onx=)',
      '[',
      '`',
      '\n\n',
      '# ',
      '| a |\n| - |\n',
      '> ',
      '- [ ] ',
      '<details>',
      'x',
    ),
  )
  .map((pieces) => pieces.join(''))

test('whatever a message says, its page has no element but ours, and no script, address or handler', () => {
  fc.assert(
    fc.property(awkward, awkward, (title, text) => {
      for (const { nodeName, attrs = [] } of nodesOf(parseFragment(pageOf(title, text)) as Node)) {
        if (!nodeName.startsWith('#')) expect(allowed.split(' ')).toContain(nodeName)
        for (const { name, value } of attrs) {
          expect(attributes.split(' ')).toContain(name)
          if (name === 'href') expect(value).toMatch(/^(?:https:|mailto:)/)
        }
      }
    }),
  )
})

test('what is read has the shown branch, the names of documents and the account of a summary, and no text of documents', async () => {
  const { conversations, messages, documents, jobs } = testStore.store
  const { id } = conversations.create('Lease')
  const document = addDocument(testStore.store, id, { name: 'lease.txt' })
  await documents.storeText(document.id, textOf('Hidden text of the document.'), [])
  const request = messages.addRequest(id, 'Who pays?')
  documents.send(id, id, request.id)
  const job = jobs.create(document.id)
  messages.addDocument(id, job.id)
  jobs.finish(job.id, [{ text: 'The tenant pays.', page: 3, passage: 1, isQuote: false }], 'All 4 pages were read.')
  const { reply } = messages.addExchange(id, 'Sure?', 'Tiny', recipeFrom(initialSettings.defaults))
  messages.appendReply(reply.id, 'reasoning', 'A thought.')
  messages.appendReply(reply.id, 'answer', 'Yes [p. 3:1].')
  messages.finishReply(reply.id, { state: 'stopped' })
  messages.editReply(reply.id, 'Another version')
  messages.choose(reply.id)
  const shown = shownConversation(testStore.store, id)
  const markdown = markdownText(shown)
  for (const text of [
    '# Lease',
    'Document: lease.txt',
    'Summary of lease.txt',
    '- The tenant pays. (p. 3)',
    'All 4 pages were read.',
    'Yes (p. 3).',
    'This reply was stopped.',
  ])
    expect(markdown).toContain(text)
  for (const text of ['Hidden text', 'Another version', 'A thought.']) expect(markdown).not.toContain(text)
  const html = [...htmlPage('Lease', [shown])].join('')
  expect(html).toContain('<summary>Reasoning</summary>')
  expect(html).not.toContain('Hidden text')
})
