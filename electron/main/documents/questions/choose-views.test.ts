import { expect, test } from 'vitest'
import { facts, plantedText } from '../../testing/planted-facts.js'
import { pagesSeen } from './attachment.js'
import { chooseViews } from './choose-views.js'
import { PassageIndex } from './passage-index.js'

const count = async (texts: readonly string[]) => texts.map((text) => Math.ceil(text.length / 4))
const pagesOf = (texts: readonly (readonly string[])[]) =>
  texts.map((passages, index) => ({ page: index + 1, passages }))
/** Sentences that are about nothing that anyone asks for. */
const filler = 'The rain went on all morning, and nobody came to the yard. '.repeat(6).trim()

/** The pages that `ask` looks at in each document. */
async function lookAt(
  texts: readonly (readonly (readonly string[])[])[],
  text: string,
  options: { maxTokens?: number; earlier?: readonly string[]; expansion?: readonly string[] } = {},
) {
  const documents = texts.map((pages) => ({ document: { name: 'a.txt', pages: pagesOf(pages) } }))
  const { earlier, expansion = [] } = options
  const question = { text, earlier, expand: async () => expansion }
  const views = await chooseViews(documents, question, { maxTokens: options.maxTokens ?? 1_000, count })
  return documents.map(({ document }, at) => pagesSeen({ document, view: views[at] ?? { sees: 'gone' } }))
}

const longText = (planted: Readonly<Record<number, string>>, pages = 60) =>
  Array.from({ length: pages }, (_, index) => [filler, planted[index + 1] ?? filler])

test.each([1, 2, 3])(
  'of 20 planted facts at least 19 are on the pages looked at, a quarter at most: text %d',
  async (seed) => {
    const { pages, places } = plantedText(300, 4, seed)
    const document = { name: 'long.txt', pages }
    const index = await PassageIndex.build([pages])
    const missed: string[] = []
    for (const [at, { question }] of facts.entries()) {
      const [view] = await chooseViews([{ document }], { text: question }, { maxTokens: 1_000, count, index })
      const lookedAt = view ? pagesSeen({ document, view }) : []
      expect(lookedAt.length).toBeLessThanOrEqual(75)
      if (!lookedAt.includes(places[at] ?? 0)) missed.push(question)
    }
    index.close()
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(1)
  },
)

test.each([
  [
    'German, inside a compound',
    'Die Kündigungsfrist beträgt elf Wochen zum Quartalsende.',
    'Wie lange ist die Frist, wenn man kündigen will?',
  ],
  [
    'German, in another form',
    'Am neunten Tag wurde dem Patienten Prednisolon gegeben.',
    'Wann bekam der Patient Prednisolon?',
  ],
  ['French', 'Les litiges sont portés devant le tribunal de Lyon.', 'Quel tribunal juge un litige ?'],
  ['Spanish, without its accent', 'La fianza asciende a 4.350 euros.', '¿Cuanto es la fianza?'],
  ['Polish', 'Umowę można rozwiązać z jedenastotygodniowym wypowiedzeniem.', 'Kiedy umowa jest rozwiązana?'],
  ['Russian', 'Ключ спрятан за третьей ступенью лестницы.', 'Где спрятали ключи?'],
  ['Chinese', '租客须在五月一日前缴纳押金四千三百五十欧元。', '押金是多少？'],
  ['Japanese', '水のサンプルは研究所の地下室で保存された。', 'サンプルはどこに保存されましたか。'],
  ['Greek', 'Το κλειδί κρύφτηκε πίσω από το τρίτο σκαλοπάτι.', 'Πού είναι το κλειδί;'],
])('words find their passage in %s', async (_, fact, question) => {
  const [pages] = await lookAt([longText({ 37: fact })], question)
  expect(pages).toContain(37)
})

test('words of the headings above a passage find it', async () => {
  const texts = longText({
    40: '# Deposit\nThe sum is due before May.',
    41: 'It is paid into the account of the owner.',
  })
  const [pages] = await lookAt([texts], 'Into which account is the deposit paid?', { maxTokens: 700 })
  expect(pages).toContain(41)
})

test('what stands beside the best passage is looked at, too', async () => {
  const texts = longText({})
  texts[29] = [filler, 'The committee met on Friday to speak of the lighthouse.', 'It was given to the town.']
  const document = { name: 'a.txt', pages: pagesOf(texts) }
  const [view] = await chooseViews([{ document }], { text: 'What about the lighthouse?' }, { maxTokens: 1_000, count })
  expect(view).toMatchObject({
    sees: 'passages',
    pieces: expect.arrayContaining([expect.objectContaining({ page: 30, passage: 3 })]),
  })
})

test('a question without a word of the text is answered from its beginning', async () => {
  const [pages] = await lookAt([longText({ 1: 'Lease of a flat.' })], 'What is this?')
  expect(pages?.slice(0, 3)).toEqual([1, 2, 3])
})

test('the beginning, which says what the document is, is always looked at', async () => {
  const [pages] = await lookAt([longText({ 50: 'The deposit is paid in May.' })], 'When is the deposit paid?')
  expect(pages).toEqual(expect.arrayContaining([1, 50]))
})

test('a text that fits is looked at whole', async () => {
  const document = { name: 'a.txt', pages: pagesOf([[filler], [], [filler]]) }
  const views = await chooseViews([{ document }], { text: 'Why?' }, { maxTokens: 300, count })
  expect(views).toEqual([{ sees: 'whole' }])
  expect(pagesSeen({ document, view: { sees: 'whole' } })).toEqual([1, 3])
})

test('a small document beside a large one is looked at whole, and each of two large ones in part', async () => {
  const large = longText({ 20: 'The deposit is 4,350 euros.' })
  const other = longText({ 50: 'A deposit of 900 euros is enough.' })
  const small = [['The notice period is eleven weeks.']]
  expect(await lookAt([large, small, other], 'How much is the deposit?')).toEqual([
    expect.arrayContaining([20]),
    [1],
    expect.arrayContaining([50]),
  ])
})

test('an earlier question says what a later one is about', async () => {
  const texts = longText({
    12: 'The deposit of the flat is due in May.',
    33: 'The deposit of the garage is due in June.',
  })
  const earlier = ['When is the deposit due?']
  expect((await lookAt([texts], 'And why?', { earlier, maxTokens: 500 }))[0]).toEqual(expect.arrayContaining([12, 33]))
})

test('words that the model expects find what the question words differently, and rubbish changes nothing', async () => {
  const texts = longText({ 12: 'The tenant brings a security of 4,350 euros.', 33: 'The renter has a bicycle.' })
  const question = 'Which bond does the lessee bring?'
  expect((await lookAt([texts], question, { expansion: ['security', 'tenant'] }))[0]).toContain(12)
  const found = await lookAt([texts], 'Who has a bicycle?')
  expect(await lookAt([texts], 'Who has a bicycle?', { expansion: ['xyzzy', 'blorb'] })).toEqual(found)
})

test('of a passage that is longer than all that fits, the lines around the best one are looked at', async () => {
  const lines = Array.from({ length: 80 }, (_, row) => `| item ${row} | shelf ${row} | in the cellar |`)
  lines[60] = '| violin | ninety guilders | in Ghent |'
  const text = lines.join('\n')
  const document = { name: 'a.csv', pages: [{ page: 1, passages: [text] }] }
  const [view] = await chooseViews([{ document }], { text: 'What does the violin cost?' }, { maxTokens: 200, count })
  const [piece] = view?.sees === 'passages' ? view.pieces : []
  const seen = text.slice(piece?.start, piece?.end)
  expect(seen).toContain('| violin | ninety guilders | in Ghent |')
  expect(seen).toMatch(/^\| .* \|$/s)
  expect(seen.length).toBeLessThan(800)
})

test('the same question always looks at the same passages', async () => {
  const { pages } = plantedText(60, 4)
  const texts = pages.map(({ passages }) => passages)
  expect(await lookAt([texts], 'Who has the key?')).toEqual(await lookAt([texts], 'Who has the key?'))
})
