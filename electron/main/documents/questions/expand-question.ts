import { type Ask, greedy } from '../summary/ask-for-points.js'
import words from './prompts.json' with { type: 'json' }
import { isQuestionWord } from './question-words.js'
import { termsOf } from './terms.js'

const maxTerms = 12
const minTerms = 2
const maxWordsOfTerm = 3
const maxTermLength = 40
const maxAnswerTokens = 80
const maxListLength = 1_000
/** Reasoning would use up the answer's tokens. */
const withoutReasoning = { reasoning: '', text: '', channel: 'answer' } as const
/** A list of so few words has some of them twice only when the model repeats itself. */
const minShareOfDifferent = 0.6

/**
 * Asks the model which words an answer may have, so that "renter" also finds "tenant". Returns none when its answer is no
 * list of words: a search with rubbish finds rubbish.
 */
export async function expandQuestion(question: string, ask: Ask): Promise<readonly string[]> {
  const text = words.expandAsk.replace('{question}', () => question)
  const prompt = { instructions: words.expandInstructions, messages: [{ role: 'user', text } as const] }
  const answer = await ask({ ...prompt, ...greedy, maxTokens: maxAnswerTokens, continuation: withoutReasoning })
  return termsInAnswer(answer.text, question)
}

export function termsInAnswer(answer: string, question: string): readonly string[] {
  const asked = new Set(termsOf(question).words)
  const items = answer
    .slice(0, maxListLength)
    .split(/[,;、，\n]/)
    .map((item) => item.replace(/^[\s\-*•\d.)"“„]+|[\s.:*"“”]+$/g, '').trim())
    .filter((item) => item !== '')
  const terms = [...new Set(items.map((item) => item.toLowerCase()))]
  if (terms.length < items.length * minShareOfDifferent) return []
  // A sentence with a few commas is no list.
  if (terms.filter(isTerm).length < Math.max(minTerms, terms.length * 0.8)) return []
  return terms
    .filter(isTerm)
    .filter((term) => termsOf(term).words.some((word) => !asked.has(word) && !isQuestionWord(word)))
    .slice(0, maxTerms)
}

const isTerm = (item: string): boolean =>
  item.length <= maxTermLength && item.split(/\s+/).length <= maxWordsOfTerm && /[\p{L}\p{N}]/u.test(item)
