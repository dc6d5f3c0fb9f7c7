import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { referencedAnswer } from '../../documents/answer-words.js'
import { Markdown } from './markdown.js'
import { ReferenceContext, referenceMark } from './references.js'

/** What is shown of an answer: a link to the page of each reference, as `<a>`. */
function shown(answer: string, isFinished = true): string {
  const { text, references } = referencedAnswer(answer, isFinished, referenceMark)
  return renderToStaticMarkup(
    <ReferenceContext value={(index) => <a href="#p">{references[index]?.[0]?.page}</a>}>
      <Markdown text={text} isFinished={isFinished} />
    </ReferenceContext>,
  )
}

const link = (page: number) => `<a href="#p">${page}</a>`

test.each([
  ['in a sentence', 'At nine [p. 1:2], not ten [p. 3].', [1, 3]],
  ['in emphasis', '**At nine [p. 1:2]**', [1]],
  ['in code', 'At `nine [p. 1:2]`', [1]],
  ['in a list', '- [p. 1:2] At nine\n- Not ten [p. 3]', [1, 3]],
  ['in a table', '| When | Where |\n|-|-|\n| nine [p. 1:2] | [p. 3] |', [1, 3]],
  ['in a heading', '# At nine [p. 1:2]', [1]],
  ['like a definition', '[p. 1:2]: nine', [1]],
  ['before brackets', '[p. 1:2](nine)', [1]],
  ['in HTML', '<div>nine [p. 1:2]</div>', [1]],
])('a marker %s is a link, and nothing is left of it', (_, answer, pages) => {
  const html = shown(answer)
  expect(html.match(/<a href="#p">\d+<\/a>/g)).toEqual(pages.map(link))
  expect(html).not.toMatch(/p\. \d|[\u{E000}\u{E001}]/u)
})

test('in a block of code there is no link, and no marker either', () => {
  const html = shown('```\nx = 9 [p. 1:2]\n```')
  expect(html).not.toMatch(/p\. \d|[\u{E000}\u{E001}]/u)
})

test('while an answer is written, no part of a marker is shown', () => {
  const answer = 'At nine [p. 12:3]. Not **ten [p. 4:1, 4:2]**.'
  for (let end = 1; end < answer.length; end++)
    expect(shown(answer.slice(0, end), false)).not.toMatch(/\[|p\.|[\u{E000}\u{E001}]/u)
})
