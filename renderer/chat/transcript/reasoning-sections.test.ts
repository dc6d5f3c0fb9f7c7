import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noSections, readSections } from './reasoning-sections.js'

const line = fc.oneof(
  fc.constantFrom('', '```', '~~~', '````js', '| a | b |', '- point', '  more of it', '1. first'),
  fc.nat({ max: 9_000 }).map((length) => 'word '.repeat(length / 5)),
  fc.nat({ max: 9_000 }).map((length) => 'x'.repeat(length)),
)
const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'))

test('sections joined are the text, and do not depend on the batches', () => {
  fc.assert(
    fc.property(text, fc.array(fc.nat({ max: 40_000 }), { maxLength: 6 }), (whole, cuts) => {
      const { sections } = readSections(noSections, whole)
      expect(sections.join('')).toBe(whole)
      let grown = noSections
      for (const cut of cuts.toSorted((a, b) => a - b)) grown = readSections(grown, whole.slice(0, cut))
      expect(readSections(grown, whole).sections).toEqual(sections)
    }),
  )
})

test('the last section stays short however long the reasoning grows, in lines, in one line and in a list', () => {
  const words = 'What did the harbour office do in March? '
  for (const grown of [`${words.repeat(5)}\n`.repeat(100), words.repeat(1_000), `- ${words}\n`.repeat(1_000)]) {
    const { sections } = readSections(noSections, grown)
    expect(Math.max(...sections.map(({ length }) => length))).toBeLessThan(6_100)
    expect(sections.length).toBeGreaterThan(5)
  }
})

test('code, a table and the lines of a list item are not split', () => {
  const inside = 'word '.repeat(700)
  for (const together of [
    `\`\`\`js\n${inside}\n\`\`\`\`not yet\nthe end\n`,
    `| a |\n| - |\n| ${inside} |\n| b |\n`,
    `- ${inside}\n  and more\n`,
  ]) {
    const { sections } = readSections(noSections, `${together}After it.`)
    expect(sections[0]?.startsWith(together.trimEnd().slice(0, -1))).toBe(true)
  }
})
