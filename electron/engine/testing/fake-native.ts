import { AppError } from '../../../contract/errors.js'
import type { DecodeEnd, DecodeRequest, DecodeStatistics, ModelInfo, NativeModel } from '../../../native/index.js'

interface FakeSequence {
  readonly tokens: number[]
  /** The ends of its chunks. */
  readonly edges: number[]
  readonly checkpoints: Set<number>
}

const createSequence = (): FakeSequence => ({ tokens: [], edges: [], checkpoints: new Set() })

/** A native model for tests: it decodes the tokens of `script` and records what is in its cache. */
export class FakeNative implements NativeModel {
  readonly info: ModelInfo
  readonly chunks: number[] = []
  readonly decodes: DecodeRequest[] = []
  readonly sequences = new Map([[0, createSequence()]])
  selected = 0
  script: readonly number[] = []
  isCancelled = false
  onPrefill: () => void = () => {}
  onToken: (index: number) => void = () => {}
  /** The sizes of the delivered batches, repeated. */
  batches: readonly number[] = [1]
  readonly lastDecode: DecodeStatistics | undefined = undefined

  constructor(contextLength = 2_048, device = 'GPU') {
    this.info = {
      modelType: 'gpt_oss',
      layers: 1,
      hiddenSize: 1,
      intermediateSize: 1,
      heads: 1,
      kvHeads: 1,
      headDim: 1,
      elementBytes: 2,
      vocabSize: 3_072,
      contextLength,
      experts: 1,
      expertsPerToken: 1,
      slidingWindow: 128,
      slidingLayers: 1,
      quantization: 'bfloat16',
      weightBytes: 1,
      residentBytes: 1,
      loadingBytes: 0,
      cacheBytesPerToken: 1,
      weights: 'packed',
      device,
    }
  }

  /** The selected sequence. */
  get sequence(): FakeSequence {
    const sequence = this.sequences.get(this.selected)
    if (!sequence) throw new Error('The selected sequence is gone.')
    return sequence
  }

  get cache(): number[] {
    return this.sequence.tokens
  }

  get length(): number {
    return this.cache.length
  }

  /** One byte for each token, and the window size for each checkpoint. */
  get cacheBytes(): number {
    let bytes = 0
    for (const { tokens, checkpoints } of this.sequences.values()) {
      bytes += tokens.length + checkpoints.size * this.info.slidingWindow
    }
    return bytes
  }

  async prefill(tokens: Int32Array): Promise<void> {
    this.chunks.push(tokens.length)
    this.cache.push(...tokens)
    this.sequence.edges.push(this.cache.length)
    this.onPrefill()
  }

  async decode(request: DecodeRequest, onTokens: (tokens: Int32Array) => void): Promise<DecodeEnd> {
    this.decodes.push(request)
    this.isCancelled = false
    let last = request.lastToken
    let waiting: number[] = []
    let delivered = 0
    for (const [index, id] of this.script.slice(0, request.maxTokens).entries()) {
      this.cache.push(last)
      last = id
      waiting.push(id)
      const isStop = request.stopTokens.includes(id)
      const size = this.batches[delivered % this.batches.length] ?? 1
      if (waiting.length >= size || isStop || index + 1 === this.script.length) {
        onTokens(Int32Array.from(waiting))
        waiting = []
        delivered++
        this.onToken(index)
        await new Promise((resolve) => setImmediate(resolve))
      }
      if (isStop) return 'stop'
      if (this.isCancelled) return 'cancelled'
    }
    return 'length'
  }

  cancel(): void {
    this.isCancelled = true
  }

  async truncate(length: number): Promise<void> {
    truncate(this.sequence, length)
  }

  async checkpoint(): Promise<void> {
    this.sequence.checkpoints.add(this.length)
  }

  async forget(length: number): Promise<void> {
    this.sequence.checkpoints.delete(length)
  }

  async fork(length: number): Promise<number> {
    const { tokens, edges, checkpoints } = this.sequence
    const copy = { tokens: [...tokens], edges: [...edges], checkpoints: new Set(checkpoints) }
    truncate(copy, length)
    this.selected = Math.max(...this.sequences.keys()) + 1
    this.sequences.set(this.selected, copy)
    return this.selected
  }

  async select(sequence: number): Promise<void> {
    if (!this.sequences.has(sequence)) throw new AppError('refused', 'There is no such sequence.')
    this.selected = sequence
  }

  async drop(sequence: number): Promise<void> {
    if (sequence === this.selected || !this.sequences.delete(sequence))
      throw new AppError('refused', 'The sequence is in use.')
  }

  async pretend(length: number): Promise<void> {
    truncate(this.sequence, 0)
    this.cache.push(...new Array<number>(length).fill(0))
  }

  logits(): Promise<Float32Array> {
    throw new Error('The fake computes no logits.')
  }

  async score(tokens: Int32Array, targets: Int32Array): Promise<Float32Array> {
    await this.prefill(tokens)
    return Float32Array.from(targets, (id) => -id)
  }

  peakMemory(): number {
    return 0
  }
}

function truncate({ tokens, edges, checkpoints }: FakeSequence, length: number): void {
  if (length > 0 && !checkpoints.has(length)) throw new AppError('refused', `There is no checkpoint at ${length}.`)
  tokens.length = length
  edges.splice(edges.findLastIndex((edge) => edge <= length) + 1)
  for (const at of checkpoints) if (at > length) checkpoints.delete(at)
}
