import { expect, test } from 'vitest'
import type { Attachment } from './attachment.js'
import { linksOf } from './links.js'

const lease = {
  name: 'lease.pdf',
  pages: [
    { page: 1, passages: ['Lease of a flat in Bergen.'] },
    {
      page: 4,
      passages: [
        'The rent is due on the third of each month. The tenant shall hand over a deposit of 4,350 euros. Keys are numbered.',
        'Keeping dogs requires the land-\nlord’s consent in writing.',
      ],
    },
  ],
}
const attachments: readonly Attachment[] = [{ document: lease, view: { sees: 'whole' } }]
const linksIn = async (answer: string, given = attachments) =>
  (await linksOf(answer, 'How much is the deposit?', given)).map(({ page, passage, quote, verified, isCited }) => {
    return { at: `${page}:${passage}`, quote, verified, isCited }
  })
const cited = async (answer: string, given = attachments) =>
  (await linksIn(answer, given)).filter(({ isCited }) => isCited)

test('a cited passage shows its sentence that the answer rests on', async () => {
  expect(await cited('The deposit is 4,350 euros [p. 4:1].')).toEqual([
    { at: '4:1', quote: 'The tenant shall hand over a deposit of 4,350 euros.', verified: true, isCited: true },
  ])
})

test('every passage that the model saw has a link, the cited ones first, in the order of the answer', async () => {
  const answer = 'Dogs need consent [p. 4:2]. The deposit is 4,350 euros [p. 4:1].'
  expect((await linksIn(answer)).map(({ at, isCited }) => [at, isCited])).toEqual([
    ['4:2', true],
    ['4:1', true],
    ['1:1', false],
  ])
  expect((await linksIn('Nobody knows.')).map(({ at, isCited, verified }) => [at, isCited, verified])).toEqual([
    ['1:1', false, true],
    ['4:1', false, true],
    ['4:2', false, true],
  ])
})

test('a passage that is not cited shows the sentence closest to answer and question', async () => {
  expect((await linksIn('It is 4,350 euros.'))[1]?.quote).toBe('The tenant shall hand over a deposit of 4,350 euros.')
})

test('a passage that is not cited shows what the question asks for, also when the answer says what stands everywhere', async () => {
  const passages = [1, 2, 3, 4].map((page) => `On page ${page} the ferry is late, and people of the harbour wait.`)
  const pages = passages.map((text, index) => ({
    page: index + 1,
    passages: [index === 2 ? `${text} The ferry to Skarholm needs 47 minutes.` : text],
  }))
  const given: readonly Attachment[] = [{ document: { name: 'a.pdf', pages }, view: { sees: 'whole' } }]
  const links = await linksOf('The ferry is late and people of the harbour wait.', 'How long to Skarholm?', given)
  expect(links.find(({ page }) => page === 3)?.quote).toBe('The ferry to Skarholm needs 47 minutes.')
})

test('a quotation is verified word for word, apart from line ends and hyphens', async () => {
  expect(await cited("It says “Keeping dogs requires the landlord's consent” [p. 4:2].")).toEqual([
    { at: '4:2', quote: "Keeping dogs requires the landlord's consent", verified: true, isCited: true },
  ])
})

test('a quotation that does not stand in the passage is not verified', async () => {
  expect(await cited('It says "Keeping dogs is forbidden in the whole house" [p. 4:2].')).toEqual([
    { at: '4:2', quote: 'Keeping dogs is forbidden in the whole house', verified: false, isCited: true },
  ])
})

test.each([
  ['the page alone', 'The deposit is 4,350 euros [p. 4].', ['4:1']],
  ['the page alone, for its other passage', 'Dogs need consent in writing (p. 4).', ['4:2']],
  ['the brackets of gpt-oss', 'The deposit is 4,350 euros【p. 4:1】.', ['4:1']],
  ['two places', 'Both are regulated [p. 4:1, 4:2].', ['4:1', '4:2']],
  ['two markers in a row', 'Both are regulated [p. 4:1] [p. 4:2].', ['4:1', '4:2']],
  ['a marker in front', '[p. 4:1] The deposit is 4,350 euros.', ['4:1']],
  ['a passage that the model did not see', 'The deposit is 9 euros [p. 7:1].', []],
  ['half a marker', 'The deposit is 4,350 euros [p. 4:', []],
])('a marker with %s', async (_, answer, places) => {
  expect((await cited(answer)).map(({ at }) => at)).toEqual(places)
})

test('a passage that only stands in the document, and not in the prompt, has no link', async () => {
  const pieces = [{ page: 1, passage: 1, start: 0, end: 26 }]
  const given: readonly Attachment[] = [{ document: lease, view: { sees: 'passages', pieces } }]
  expect(
    (await linksIn('The deposit is 4,350 euros [p. 4:1].', given)).map(({ at, isCited }) => [at, isCited]),
  ).toEqual([['1:1', false]])
})

test('of several documents, the marker says which one', async () => {
  const other = { name: 'other.pdf', pages: [{ page: 4, passages: ['A deposit of 900 euros is enough.'] }] }
  const both: readonly Attachment[] = [
    { document: lease, view: { sees: 'whole' }, number: 1 },
    { document: other, view: { sees: 'whole' }, number: 2 },
  ]
  const answer = 'Here it is 4,350 euros [1, p. 4:1] and there 900 [2, p. 4:1, 1, p. 1:1].'
  const found = (await linksOf(answer, 'How much?', both)).filter(({ isCited }) => isCited)
  expect(found.map(({ document, page }) => [document, page])).toEqual([
    [0, 4],
    [1, 4],
    [0, 1],
  ])
})
