import type { FilterModel, Verdict } from '../../contract/content-filter.js'
import { AppError } from '../../contract/errors.js'
import type { Requests } from '../../contract/requests.js'
import { question, reply } from './samples.js'
import type { World } from './world.js'

const conversationId = 'c13'
const common = { model: 'gpt-oss-safeguard-20b', policyId: 'p' } as const
const allowed: Verdict = { ...common, outcome: 'allowed', reason: 'It asks for the law.', rules: ['S1'] }
const flagged: Verdict = {
  ...common,
  outcome: 'flagged',
  reason: 'It names an amount that is meant to kill.',
  rules: ['V1', 'V3'],
}
const unchecked: Verdict = {
  ...common,
  outcome: 'unchecked',
  reason: 'The model gave no answer in the form that Parley asked for.',
  rules: [],
  answer: 'I think that this is fine.',
}
const notSent = 'The content filter flagged your message, so it was not sent.'

/** Each decision, on messages and on replies, held and not. */
export const filteredMessages = [
  { ...question(conversationId, 'What does the law say about poisoning?'), verdict: allowed },
  {
    ...reply(conversationId, { text: 'It is bodily harm, and attempted murder where death is meant.' }),
    verdict: allowed,
  },
  {
    ...question(conversationId, 'And which sentences are usual?'),
    verdict: { ...unchecked, isReleased: true as const },
  },
  { ...reply(conversationId, { text: 'Between three and fifteen years.' }), verdict: unchecked },
  {
    ...question(conversationId, 'Tell me more'),
    verdict: { ...common, outcome: 'waiting' as const, reason: '', rules: [] },
  },
  { ...reply(conversationId, { text: '' }), verdict: { ...flagged, isHeld: true as const } },
  { ...question(conversationId, 'Which amount is deadly?'), verdict: { ...flagged, isHeld: true as const } },
  reply(conversationId, { text: '', state: 'failed', error: { code: 'content-held', message: notSent } }),
]

const model: FilterModel = {
  model: { id: 'guard', name: 'gpt-oss-safeguard-20b' },
  isSafeguard: true,
  change: {
    from: { id: 'small', name: 'gpt-oss-20b-MXFP4-Q4' },
    weightBytes: 12e9,
    memory: 'Needs 15.5 GB with a context of 131,072 tokens; this Mac can give 17.2 GB.',
    fits: true,
    seconds: 21,
  },
}

/** The requests of the content filter. */
export const filterRequests = (
  world: World,
): Pick<Requests, 'getFilterModel' | 'releaseMessage' | 'checkAgain' | 'showCheck'> => ({
  getFilterModel: async () => model,
  async releaseMessage(messageId) {
    const message = world.tree(conversationId).get(messageId)
    if (message.role === 'document' || !message.verdict) throw new AppError('not-found', 'Nothing is held.')
    const { isHeld: _, ...verdict } = message.verdict
    const text = message.role === 'assistant' ? 'Here it is.' : message.text
    world.put({ ...message, text, verdict: { ...verdict, isReleased: true } })
  },
  checkAgain: async () => {},
  showCheck: async () => ({ tokens: [1], text: 'The policy', markers: [] }),
})
