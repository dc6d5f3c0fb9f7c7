import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sentencesOf } from './sentences.js'
import { supportOf } from './support.js'

const passage =
  '# The ferry\nThe old ferry was repaired in March 2024. It carries 40 people to the islands, and it sails at noon.\n' +
  'Dr. Berg paid 1,200 euros for the new engine.'

test.each([
  ['English', passage],
  ['German', 'Die Fähre wurde im März repariert. Sie trägt 40 Menschen zu den Inseln. Niemand weiß, was sie kostet.'],
  ['Russian', 'Паром отремонтировали в марте. Он перевозит сорок человек. Мост закрыт до июня.'],
  ['Japanese', '渡船は三月に修理された。四十人を島へ運ぶ。橋は六月まで閉鎖される。'],
  ['Chinese', '渡轮于三月修复。它可载四十人。桥梁关闭至六月。'],
  ['Arabic', 'تم إصلاح العبارة في مارس. تحمل أربعين شخصا. الجسر مغلق.'],
])('a sentence of the passage is fully supported: %s', (_, text) => {
  const sentences = sentencesOf(text)
  expect(sentences.length).toBeGreaterThanOrEqual(3)
  for (const sentence of sentences) expect(supportOf(sentence, [text])).toBe(1)
})

test('a part of a sentence and two sentences one after the other are fully supported', () => {
  expect(supportOf('the old ferry was repaired', [passage])).toBe(1)
  expect(supportOf('The old ferry was repaired in March 2024. It carries 40 people to the islands', [passage])).toBe(1)
})

test('a number is the same with and without its comma, and a word is the same when a line end divides it', () => {
  expect(supportOf('Dr. Berg paid 1200 euros for the new engine.', [passage])).toBe(1)
  expect(supportOf('The harbour is well known.', ['The har-\nbour is well\nknown.'])).toBe(1)
})

test('a number with a fraction is one word, whatever divides it', () => {
  expect(supportOf('It rose by 5,5 percent.', ['It rose by 5.5 percent.'])).toBe(1)
  expect(supportOf('5.6', ['5 and 6'])).toBe(0)
})

test('other words for the same thing have some support, words from nowhere have none', () => {
  const paraphrase = supportOf('In March 2024 the ferry was repaired.', [passage])
  expect(paraphrase).toBeGreaterThan(0.5)
  expect(paraphrase).toBeLessThan(1)
  expect(supportOf('Quantum physics explains gravity.', [passage])).toBe(0)
  expect(supportOf('量子物理学', [passage])).toBe(0)
})

test('content that is strewn over several sentences has less support than content of one', () => {
  const one = supportOf('The ferry carries people to islands.', [
    'The ferry carries many people to all islands. It rains.',
  ])
  const strewn = supportOf('The ferry carries people to islands.', ['A ferry. It carries. Many people. No islands.'])
  expect(strewn).toBeLessThan(one)
})

test('all passages count, and a point without words or passages has no support', () => {
  expect(supportOf('The bridge is closed.', ['The ferry sails.', 'The bridge is closed.'])).toBe(1)
  expect(supportOf('…', [passage])).toBe(0)
  expect(supportOf('The bridge is closed.', [])).toBe(0)
  expect(supportOf('The bridge is closed.', [''])).toBe(0)
})

const anyText = fc.oneof(fc.string({ unit: 'grapheme' }), fc.lorem({ mode: 'sentences' }), fc.lorem())

describe('for any texts', () => {
  test('support is from 0 to 1', () => {
    fc.assert(
      fc.property(anyText, fc.array(anyText, { maxLength: 3 }), (point, passages) => {
        const support = supportOf(point, passages)
        expect(support).toBeGreaterThanOrEqual(0)
        expect(support).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('every sentence of a passage is fully supported by it', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (texts) => {
        const text = texts.join('. ')
        for (const sentence of sentencesOf(text)) expect(supportOf(sentence, [text])).toBe(1)
      }),
    )
  })

  test('words that no passage has give no support', () => {
    const letters = (from: string) =>
      fc.array(fc.constantFrom(...from), { minLength: 4, maxLength: 9 }).map((all) => all.join(''))
    const sentence = (from: string) =>
      fc.array(letters(from), { minLength: 1, maxLength: 12 }).map((all) => `${all.join(' ')}.`)
    fc.assert(
      fc.property(sentence('abcdef'), sentence('uvwxyz'), (point, text) => {
        expect(supportOf(point, [text])).toBe(0)
      }),
    )
  })

  test('a further passage never takes support away', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (point, one, other) => {
        expect(supportOf(point, [one, other])).toBeGreaterThanOrEqual(supportOf(point, [one]) - 1e-9)
      }),
    )
  })
})
