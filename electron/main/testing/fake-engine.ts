import type { EngineStreams, GenerateEvent, GenerateRequest, WeighEvent } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import type { EngineStatus } from '../../../contract/models.js'
import words from '../documents/summary/prompts.json' with { type: 'json' }
import type { EngineClient } from '../engine/engine-client.js'

export type Answer = (request: GenerateRequest, signal: AbortSignal) => string | Promise<string>

/** Copies the first sentence of each passage, and the first line of each block of notes. */
export const copyFirsts: Answer = ({ messages: [message] }) => {
  const text = /<text>\n(.*)\n<\/text>/s.exec(message?.text ?? '')?.[1] ?? ''
  const blocks = text.split('\n\n').map((block) => block.split('\n'))
  return blocks
    .map(([mark, line = '']) => (mark?.startsWith('Part') ? line : `- ${mark} ${line.split('. ')[0]}.`))
    .join('\n')
}

export const untilAborted = (signal: AbortSignal) =>
  new Promise<string>((resolve) => {
    if (signal.aborted) resolve('')
    signal.addEventListener('abort', () => resolve(''), { once: true })
  })

/** For tests: an engine that replies immediately with the result of `answer`. */
export class FakeEngine implements EngineClient {
  status: EngineStatus
  readonly requests: GenerateRequest[] = []
  answer: Answer = copyFirsts
  #listeners = new Set<(status: EngineStatus) => void>()

  constructor(contextLength = 600, isDemo = false) {
    const model = { id: 'test', name: 'Test', isDemo, contextLength, weightBytes: 0, efforts: [] }
    this.status = { state: 'ready', model }
  }

  onStatus(listener: (status: EngineStatus) => void) {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  setStatus(status: EngineStatus) {
    this.status = status
    for (const listener of this.#listeners) listener(status)
  }

  /** Simulates a crash and a restart of the process: the stream fails first, then the status changes. */
  die(): never {
    const back = this.status
    setImmediate(() => {
      this.setStatus({ state: 'restarting', message: '' })
      setImmediate(() => this.setStatus(back))
    })
    throw new AppError('engine-gone', 'The model stopped.')
  }

  async ready(signal: AbortSignal) {
    while (this.status.state !== 'ready') {
      if (this.status.state === 'failed') throw new AppError(this.status.code, this.status.message)
      await new Promise<void>((resolve) => {
        const unsubscribe = this.onStatus(() => {
          unsubscribe()
          resolve()
        })
      })
    }
    signal.throwIfAborted()
    return this.status.model
  }

  wake() {}

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    this.requests.push(request)
    const text = await this.answer(request, signal)
    yield { type: 'text', channel: 'reasoning', text: '- [p. 1:1] A thought is no point.' }
    yield { type: 'text', channel: 'answer', text }
    const reason = signal.aborted ? 'cancelled' : 'stop'
    yield {
      type: 'end',
      reason,
      promptTokens: 1,
      cachedTokens: 0,
      replyTokens: 1,
      reasoningTokens: 0,
      firstTokenMs: 1,
      decodeMs: 1,
    }
  }

  async *weigh({ continuation }: EngineStreams['weigh']['request']): AsyncGenerator<WeighEvent> {
    yield { type: 'weighed', pieces: [{ text: continuation.text, chance: 1 }] }
  }

  async countTokens(texts: readonly string[]) {
    return texts.map((text) => Math.ceil(text.length / 4))
  }

  countPrompt = async () => 0

  answerNow = async () => {}

  showPrompt = async () => ({ tokens: [], text: '', markers: [] })
}

export function kindOfStep({ instructions }: GenerateRequest) {
  if (instructions === words.formInstructions) return 'form'
  return instructions === words.mergeInstructions ? 'merge' : 'notes'
}
