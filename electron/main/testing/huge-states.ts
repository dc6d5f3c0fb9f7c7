import { initialSettings } from '../../../contract/settings.js'
import { recipeFrom } from '../runs/recipe.js'
import { openStore } from '../store/open-store.js'
import type { Store } from '../store/store.js'

const model = 'Parley Demo (tiny)'
const recipe = recipeFrom(initialSettings.defaults)
const paragraph = 'The board met for **two hours** and spoke of the ferry, the library and the lease. '
const answer = (index: number) =>
  `${paragraph}\n\n1. The budget is passed.\n2. The office stays at \`Strandgaten\` until June.\n\n\`\`\`python\nprint(${index})\n\`\`\`\n`
const codeLine = (_: unknown, index: number) =>
  `  const total${index} = items.reduce((sum, item) => sum + item.price, ${index})`

/** The size of each state. */
export interface StateSizes {
  readonly messages: number
  readonly versions: number
  readonly codeLines: number
  /** Characters of the prompt in the state `prompt`. */
  readonly promptCharacters: number
}

/** Conversation ids of `npm run bench -- window`, by state. */
export type StateIds = Readonly<Record<'conversation' | 'thinking' | 'versions' | 'code' | 'prompt', string>>

/** For `npm run bench -- window`: writes one set of states per entry of `sizes` into the store in `folder`. */
export function seedStates(folder: string, sizes: readonly StateSizes[]): readonly StateIds[] {
  const store = openStore(folder)
  try {
    return sizes.map((size) => seed(store, size))
  } finally {
    store.close()
  }
}

function seed(
  { conversations, messages }: Store,
  { messages: count, versions, codeLines, promptCharacters }: StateSizes,
): StateIds {
  const createConversation = (title: string) => conversations.create(title, initialSettings.defaults).id
  const exchange = (conversationId: string, question: string, text: string) => {
    const { reply } = messages.addExchange(conversationId, question, model, recipe)
    messages.appendReply(reply.id, 'answer', text)
    return messages.finishReply(reply.id, { state: 'done' })
  }
  const ids = {
    conversation: createConversation('Conversation'),
    thinking: createConversation('Thinking'),
    versions: createConversation('Versions'),
    code: createConversation('Code'),
    prompt: createConversation('Prompt'),
  }
  for (let index = 0; index < count / 2; index++) exchange(ids.conversation, `Question ${index}?`, answer(index))
  exchange(ids.thinking, 'Think.', 'Done.')
  const first = exchange(ids.versions, 'Again?', answer(0))
  for (let index = 1; index < versions; index++) {
    const version = messages.addVersion(first.id, model, recipe)
    messages.appendReply(version.id, 'answer', answer(index))
    messages.finishReply(version.id, { state: 'done' })
  }
  exchange(ids.code, `\`\`\`js\n${Array.from({ length: codeLines }, codeLine).join('\n')}\n\`\`\``, 'A long one.')
  const text = paragraph.repeat(20)
  for (let written = 0; written < promptCharacters; written += 2 * text.length) exchange(ids.prompt, text, text)
  return ids
}
