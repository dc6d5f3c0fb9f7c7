import type { Message } from '../../contract/chat.js'
import {
  type ContextCount,
  type Cut,
  type PromptMarker,
  replyReserve,
  type ShownPrompt,
} from '../../contract/context.js'
import { AppError } from '../../contract/errors.js'
import type { Requests } from '../../contract/requests.js'
import type { Runs } from './runs.js'
import { type World, wait } from './world.js'

/** An estimate: English text has about four characters per token. */
const tokensOf = (text: string) => Math.ceil(text.length / 4)
const textOf = (message: Message) => (message.role === 'document' ? '' : message.text)
const tokenCountOf = (messages: readonly Message[]) =>
  messages.reduce((sum, message) => sum + tokensOf(textOf(message)), 0)
const contextLength = 2_048
const systemTokens = 68

/** The messages that the model sees: all after the last cut. */
function visibleContext(
  world: World,
  conversationId: string,
): { readonly cut?: Cut; readonly messages: readonly Message[] } {
  const { path } = world.tree(conversationId)
  const made = world.cutsOf(conversationId).filter(({ state }) => state === 'done')
  const at = path.findLastIndex(({ id }) => made.some(({ messageId }) => messageId === id))
  const cut = made.findLast(({ messageId }) => messageId === path[at]?.id)
  return { cut, messages: path.slice(at + 1) }
}

export function countOf(world: World, conversationId: string | null, draft: string): ContextCount {
  const { cut, messages } = conversationId === null ? { messages: [] } : visibleContext(world, conversationId)
  const { instructions, maxTokens } = world.replySettings(conversationId)
  const pieces = {
    instructions: systemTokens + tokensOf(instructions),
    summary: tokensOf(cut?.summary ?? ''),
    messages: tokenCountOf(messages),
    documents: 0,
    draft: tokensOf(draft),
  }
  const used = pieces.instructions + pieces.summary + pieces.messages + pieces.draft
  const reserve = replyReserve(contextLength, maxTokens)
  const tokens = used + reserve - contextLength
  const count = { used, available: contextLength, reserve, pieces }
  if (tokens <= 0) return count
  const dropMessages = dropCount(messages, tokens, draft)
  const dropFrees = tokenCountOf(messages.slice(0, dropMessages))
  return { ...count, overflow: { tokens, dropMessages, dropFrees, foldMessages: dropMessages, foldFrees: dropFrees } }
}

/** How many of the oldest messages to drop, in whole exchanges; 0 if dropping all is not enough. */
function dropCount(messages: readonly Message[], tokens: number, draft: string): number {
  const kept = draft === '' ? messages.findLastIndex(({ role }) => role === 'user') : messages.length
  for (let count = 2; count <= kept; count += 2) if (tokenCountOf(messages.slice(0, count)) >= tokens) return count
  return 0
}

type ContextRequestName =
  | 'countContext'
  | 'dropOldest'
  | 'foldOldest'
  | 'editCut'
  | 'undoCut'
  | 'restoreCut'
  | 'showPrompt'

export function contextRequests(world: World, runs: Runs): Pick<Requests, ContextRequestName> {
  const undone = new Map<string, Cut>()
  const plan = (conversationId: string, draft: string, kind: Cut['kind']): Cut => {
    const count = countOf(world, conversationId, draft).overflow?.dropMessages ?? 0
    const last = visibleContext(world, conversationId).messages[count - 1]
    if (!last) throw new AppError('too-long', 'This message is too long by itself. Shorten it.')
    const id = `k${world.cuts.length}-${Date.now()}`
    return { id, conversationId, messageId: last.id, createdAt: Date.now(), kind, summary: '', state: 'done' }
  }
  /** Retries a reply that failed for lack of room. */
  const retryLast = (conversationId: string) => {
    const { last } = world.tree(conversationId)
    if (last?.role !== 'assistant' || last.error?.code !== 'context-full' || last.parentId === null) return
    world.put(runs.start(conversationId, last.parentId, { id: last.id }))
  }
  const cutOf = (cutId: string): Cut => {
    const cut = world.cuts.find(({ id }) => id === cutId)
    if (!cut) throw new AppError('not-found', 'This summary no longer exists.')
    return cut
  }
  return {
    countContext: async (conversationId, draft) => countOf(world, conversationId, draft),
    async dropOldest(conversationId, draft = '') {
      const cut = plan(conversationId, draft, 'dropped')
      world.putCut(cut)
      retryLast(conversationId)
      return cut
    },
    async foldOldest(conversationId, draft = '') {
      let cut: Cut = { ...plan(conversationId, draft, 'folded'), state: 'waiting' }
      world.putCut(cut)
      await wait(400)
      for (const word of 'They spoke of the ferry, the library and the lease.'.split(/(?<= )/)) {
        if (!world.cuts.some(({ id }) => id === cut.id)) return
        cut = { ...cut, state: 'writing', summary: cut.summary + word }
        world.putCut(cut)
        await wait(120)
      }
      world.putCut({ ...cut, state: 'done' })
      retryLast(conversationId)
    },
    editCut: async (cutId, summary) => world.putCut({ ...cutOf(cutId), summary }),
    async undoCut(cutId) {
      const { conversationId } = cutOf(cutId)
      undone.set(cutId, cutOf(cutId))
      world.cuts = world.cuts.filter(({ id }) => id !== cutId)
      world.publish(conversationId, { type: 'cut-removed', cutId })
    },
    async restoreCut(cutId) {
      const cut = undone.get(cutId)
      if (cut) world.putCut(cut)
    },
    async showPrompt(conversationId, messageId) {
      const { cut, messages } = visibleContext(world, conversationId)
      const end = messageId === undefined ? -1 : messages.findIndex(({ id }) => id === messageId)
      const { effort, instructions } = world.replySettings(conversationId)
      const turn = (header: readonly string[], text: string) => ['<|start|>', ...header, '<|message|>', text, '<|end|>']
      return promptOf([
        turn(['system'], `You are ChatGPT.\n\nReasoning: ${effort}`),
        instructions ? turn(['developer'], `# Instructions\n\n${instructions}`) : [],
        cut?.summary ? turn(['user'], cut.summary) : [],
        ...messages
          .slice(0, end < 0 ? undefined : end)
          .map((each) => turn(each.role === 'user' ? ['user'] : ['assistant', '<|channel|>', 'final'], textOf(each))),
        ['<|start|>', 'assistant'],
      ])
    },
  }
}

/** Builds a prompt from turns whose pieces alternate between marker and text, starting with a marker. */
function promptOf(turns: readonly (readonly string[])[]): ShownPrompt {
  const markers: PromptMarker[] = []
  const tokens: number[] = []
  let text = ''
  for (const turn of turns) {
    for (const [index, piece] of turn.entries()) {
      const isMarker = index % 2 === 0
      const start = text.length
      text += piece
      if (isMarker) markers.push({ start, end: text.length, token: tokens.length })
      for (let count = isMarker ? 1 : tokensOf(piece); count > 0; count--) tokens.push(200_006 - tokens.length)
    }
  }
  return { text, tokens, markers }
}
