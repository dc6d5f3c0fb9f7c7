import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rankFile } from '../../../../build/setup/rank-file.mjs'
import { encodeSegments } from '../../chat-format/segment.js'
import { caseCount, timeoutMs } from '../../testing/case-count.js'
import { o200kHarmony } from '../../tokenizer/rank-file.js'
import { Tokenizer } from '../../tokenizer/tokenizer.js'
import { readJson } from '../json.js'
import { harmonyIds } from '../markers.js'
import { readConversation } from '../read-conversation.js'
import { renderForCompletion } from '../render.js'
import { someConversation } from './arbitrary-conversation.js'
import { type Oracle, openOracle } from './oracle.js'

const tokenizer = new Tokenizer(o200kHarmony(readFileSync(rankFile)))
const ids = harmonyIds((name) => tokenizer.specialId(name))

let oracle: Oracle
beforeAll(async () => {
  oracle = await openOracle()
}, timeoutMs)
afterAll(() => oracle.close())

async function render(json: string): Promise<readonly number[]> {
  const segments = renderForCompletion(readConversation(readJson(json)))
  return encodeSegments(segments, ids, (text) => tokenizer.encode(text))
}

// One id that differs from the training format lowers the quality of replies, which no other test detects.
test(
  'every conversation is rendered to the same ids as by OpenAI’s library',
  async () => {
    await fc.assert(
      fc.asyncProperty(someConversation, async (json) => {
        const expected = await oracle.ask({ render: json })
        expect(expected.error).toBeUndefined()
        expect(await render(json)).toEqual(expected.tokens)
      }),
      { numRuns: caseCount(250, 25_000) },
    )
  },
  timeoutMs,
)
