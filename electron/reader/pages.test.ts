import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clean } from './clean.js'
import { readText } from './formats/text.js'
import { toPages } from './pages.js'
import type { Syntax } from './passages.js'

const bare = (text: string) => text.replace(/\s+/g, '')
const all = (pages: ReturnType<typeof toPages>) => pages.flatMap(({ passages }) => passages)
const sentence = 'The harbour office repaired the old ferry in March, and it carries forty people again. '

describe('no text is lost', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '\n',
      '\n\n',
      ' ',
      '\f',
      '# Heading\n',
      '```\n',
      '- item',
      '. ',
      '... ',
      'Dr. ',
      '。',
      'word ',
      '====\n',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.integer({ min: 1, max: 40 }).map((times) => sentence.repeat(times)),
    fc.integer({ min: 1, max: 2_000 }).map((times) => 'x'.repeat(times)),
  )
  test.each(['plain', 'markdown'] as const)('%s: the passages contain the whole text except white space', (syntax) => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const { text } = clean(pieces.join(''))
        const passages = all(toPages(text, syntax))
        expect(bare(passages.join(''))).toBe(bare(text))
        for (const passage of passages) {
          expect(passage.trim()).not.toBe('')
          expect(passage.length).toBeLessThanOrEqual(920)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('pages', () => {
  test('end at form feeds, and an empty page keeps its number', () => {
    expect(toPages('One.\fTwo.\n\nTwo again.\f\fFour.\f', 'plain').map(({ passages }) => passages)).toEqual([
      ['One.'],
      ['Two.', 'Two again.'],
      [],
      ['Four.'],
    ])
  })

  test('without form feeds have up to 3,000 characters and end between paragraphs', () => {
    const paragraph = sentence.repeat(5).trim()
    const pages = toPages(Array(20).fill(paragraph).join('\n\n'), 'plain')
    expect(pages.length).toBe(4)
    expect(all(pages)).toEqual(Array(20).fill(paragraph))
    for (const { passages } of pages) expect(passages.join('').length).toBeLessThanOrEqual(3_000)
  })

  test('split a paragraph only when it is longer than a page, and then at the end of a sentence', () => {
    const pages = toPages(sentence.repeat(100), 'plain')
    expect(pages.length).toBeGreaterThan(2)
    for (const passage of all(pages)) expect(passage).toMatch(/again\.$/)
  })
})

describe('passages', () => {
  const passages = (text: string, syntax: Syntax = 'markdown') => all(toPages(text, syntax))

  test('a heading is in the same passage as its paragraph', () => {
    expect(passages('# Report\n\n## Ferry\n\nIt sails.\n\n## Bridge\nClosed.\n\n# End')).toEqual([
      '# Report\n## Ferry\nIt sails.',
      '## Bridge\nClosed.',
      '# End',
    ])
  })

  test('a heading directly below a paragraph belongs to the next paragraph', () => {
    expect(passages('It sails.\n# Bridge\n\nClosed.')).toEqual(['It sails.', '# Bridge\nClosed.'])
  })

  test('an underlined heading counts, and a heading stays with the first passage of a long paragraph', () => {
    const [first, second] = passages(`Ferry\n=====\n\n- ${sentence.repeat(9)}`)
    expect(first).toMatch(/^Ferry\n=====\n- The harbour/)
    expect(second).toMatch(/^The harbour/)
  })

  test('a comment in code is not a heading, and neither is a # in plain text', () => {
    expect(passages('```\n# not a heading\n\nx = 1\n```')).toEqual(['```\n# not a heading', 'x = 1\n```'])
    expect(passages('# one\n\ntwo', 'plain')).toEqual(['# one', 'two'])
  })

  test('a long paragraph is not cut after an abbreviation or an initial, or before a lower-case letter', () => {
    const text = `${'Mr. J. Smith et al. wrote to Dr. Miller, e.g. about z.B. the bridge vs. the ferry. '.repeat(20)}`
    for (const passage of passages(text)) expect(passage).toMatch(/^Mr\. J\. .* the ferry\.$/)
  })

  test('Chinese is cut at the end of a sentence, without a space after it', () => {
    for (const passage of passages('港务局在三月修好了旧渡轮。它可以载四十人。'.repeat(60)))
      expect(passage).toMatch(/。$/)
  })

  test('no character is split in a text without spaces', () => {
    for (const passage of passages('😀'.repeat(2_000))) expect(passage).toMatch(/^(?:😀)+$/u)
  })
})

describe('time grows linearly with the size', () => {
  test.each([
    [20, 'sentences in one line', sentence],
    [5, 'one endless word', 'a'],
    [5, 'periods', '.'],
    [5, 'line ends between letters', 'a\n'],
    [5, 'tiny paragraphs', 'ab\n\n'],
    [5, 'page ends', 'a\f'],
    [5, 'spaces and a letter', `${' '.repeat(5_000)}a`],
    [5, 'hidden characters', 'a\u200b'],
  ])('%i MB of %s', (megabytes, _, unit) => {
    const bytes = megabytes * 1024 * 1024
    const text = unit.repeat(Math.ceil(bytes / new TextEncoder().encode(unit).length))
    const started = process.cpuUsage()
    const { pages } = readText('markdown', new TextEncoder().encode(text).subarray(0, bytes), 'markdown')
    // Measures CPU time, because the machine may be busy: a second or two. A quadratic step would take hours.
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(40_000)
    expect(pages.length).toBeGreaterThan(0)
    const passages = pages.reduce((sum, page) => sum + page.passages.length, 0)
    expect(passages).toBeLessThan(bytes / 50)
  })
})
