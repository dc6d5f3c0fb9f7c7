import type { GenerateRequest } from '../../../contract/engine.js'
import type { LoadedModel } from './loaded-model.js'

/** Must never change: the same weights then give the same text. */
const canaryRequest: GenerateRequest = {
  messages: [{ role: 'user', text: 'Count from one to five.' }],
  effort: 'low',
  date: '2026-01-01',
  temperature: 0,
  topP: 1,
  seed: 0,
  maxTokens: 16,
}

/** Returns the model's first words for the canary prompt. */
export async function generateCanary(model: Pick<LoadedModel, 'generate'>): Promise<string> {
  let text = ''
  for await (const event of model.generate(canaryRequest, new AbortController().signal)) {
    if (event.type === 'text') text += event.text
  }
  return text
}
