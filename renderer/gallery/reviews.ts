import type { AssistantMessage } from '../../contract/chat.js'
import { AppError } from '../../contract/errors.js'
import type { Requests } from '../../contract/requests.js'
import { now } from './samples.js'
import type { World } from './world.js'

type ReviewRequestName =
  | 'signOff'
  | 'takeBackSignOff'
  | 'checkReply'
  | 'findDoubts'
  | 'setClaim'
  | 'removeClaims'
  | 'restoreClaims'

/** The requests for sign-offs and claims. */
export function reviewRequests(world: World): Pick<Requests, ReviewRequestName> {
  const change = (messageId: string, rest: Partial<AssistantMessage>) => {
    world.write()
    const message = world.treeOf(messageId).tree.get(messageId)
    if (message.role !== 'assistant') throw new AppError('refused', 'Only a finished reply can be reviewed.')
    world.put({ ...message, ...rest })
  }
  return {
    async signOff(messageId, by) {
      if (by.trim() === '') throw new AppError('refused', 'Type your name to sign off.')
      change(messageId, { signOff: { by, at: now } })
    },
    takeBackSignOff: async (messageId) => change(messageId, { signOff: undefined }),
    checkReply: async (messageId) =>
      change(messageId, { claims: { foundBy: 'words', list: [{ text: 'It was in 1823.', state: 'unchecked' }] } }),
    findDoubts: async () => ({ modelName: 'gpt-oss-20b', words: [{ start: 0, end: 4, chance: 0.07 }] }),
    async setClaim(messageId, text, state) {
      const message = world.treeOf(messageId).tree.get(messageId)
      const claims = message.role === 'assistant' ? message.claims : undefined
      if (!claims) return
      const list = claims.list.map((claim) => (claim.text === text ? { text, state } : claim))
      change(messageId, { claims: { ...claims, list } })
    },
    removeClaims: async (messageId) => change(messageId, { claims: undefined }),
    restoreClaims: async () => {},
  }
}
