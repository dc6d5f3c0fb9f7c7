import type { GenerateRequest } from '../../../contract/engine.js'
import type { LoadedModel } from './loaded-model.js'

/** Never another prompt or day: the same weights answer it with the same words. */
const canaryRequest: GenerateRequest = {
  messages: [{ role: 'user', text: 'Count from one to five.' }],
  effort: 'low',
  date: '2026-01-01',
  temperature: 0,
  topP: 1,
  seed: 0,
  maxTokens: 16,
}

/** The first words that the model says to the canary prompt. */
export async function speakCanary(model: Pick<LoadedModel, 'generate'>): Promise<string> {
  let text = ''
  for await (const event of model.generate(canaryRequest, new AbortController().signal)) {
    if (event.type === 'text') text += event.text
  }
  return text
}
