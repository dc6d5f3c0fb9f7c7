import { z } from 'zod'
import { AppError } from '../../../contract/errors.js'
import type { Addon, ModelInfo, NativeModel } from '../../../native/index.js'
import { contextWithin, forecast } from '../../memory/forecast.js'
import { readChatFormat } from '../chat-format/choose-format.js'
import { FolderError } from '../folder/folder-error.js'
import { readGeneration } from '../folder/generation.js'
import { admitChunks, admitPrompt } from '../memory/admission.js'
import { availableMemory } from '../memory/available-memory.js'
import { cacheBudget } from '../memory/cache-budget.js'
import { PromptCache } from '../memory/prompt-cache.js'
import { openAddon } from '../native-engine.js'
import { repetitionOf } from '../reply/repetition.js'
import { checkTokenizer } from '../tokenizer/check-tokenizer.js'
import { Tokenizer } from '../tokenizer/tokenizer.js'
import { asksForHelp, type Command, parseCommand, UsageError, usage } from './cli-arguments.js'
import { readInput } from './input-file.js'

/**
 * The engine as a command: prints one JSON document on stdout, or one line on stderr with the exit code 1, or 2 if the
 * command line is invalid. `PARLEY_NATIVE` names the addon.
 */
async function main(args: readonly string[]): Promise<void> {
  if (asksForHelp(args)) {
    process.stdout.write(`${usage}\n`)
    return
  }
  const command = parseCommand(args)
  const result = await run(command)
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

function run(command: Command): Promise<unknown> {
  switch (command.name) {
    case 'info':
      return info(command)
    case 'logits':
      return logits(command)
    case 'generate':
      return generate(command)
  }
}

async function info({ model, adapter }: Extract<Command, { name: 'info' }>) {
  const addon = openEngine()
  const { info: found, remarks: ofWeights } = await addon.check(model, { adapter })
  const { remarks: ofGeneration } = await readGeneration(model, () => undefined)
  const { chatFormat, textRemarks } = await inspectTexts(model, found)
  const remarks = [...ofWeights, ...ofGeneration, ...textRemarks]
  const availableBytes = availableMemory(addon.deviceFacts())
  const { modelType, layers, hiddenSize, vocabSize, contextLength, experts, expertsPerToken } = found
  const { quantization, weightBytes, weights, device } = found
  const whole = forecast(found)
  const contextThatFits = contextWithin(found, availableBytes)
  return {
    modelType,
    architecture: modelType,
    layers,
    hiddenSize,
    vocabSize,
    contextLength,
    experts,
    expertsPerToken,
    quantization,
    weightBytes,
    weights,
    device,
    chatFormat,
    adapter: found.adapter,
    ...(remarks.length > 0 && { remarks }),
    forecast: { ...whole, availableBytes, fits: whole.totalBytes <= availableBytes, contextThatFits },
  }
}

/** These commands need no tokenizer.json, but the app does. */
async function inspectTexts(model: string, { vocabSize }: ModelInfo) {
  try {
    const tokenizer = await Tokenizer.open(model)
    const { format, remarks } = await readChatFormat(model, tokenizer)
    await checkTokenizer(tokenizer, Object.values(format.ids), vocabSize)
    return { chatFormat: format.name, textRemarks: remarks }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { textRemarks: [`The app does not load this model. ${error.message}`] }
  }
}

/** A model without a usable tokenizer.json still reads ids. */
async function findSpecial(model: string, name: string): Promise<number | undefined> {
  const tokenizer = await Tokenizer.open(model).catch(() => undefined)
  return tokenizer?.specialId(name)
}

async function logits(command: Extract<Command, { name: 'logits' }>) {
  const prompt = await readTokens(command.tokens)
  const continuation = command.continuation === undefined ? [] : await readTokens(command.continuation)
  const addon = openEngine()
  const model = await load(addon, command, [[...prompt, ...continuation]])
  const heldBytes = model.info.residentBytes
  admitChunks(model.info, prompt.length, command.chunk, availableMemory(addon.deviceFacts(), heldBytes))
  const last = prompt.length - 1
  for (let done = 0; done < last; done += command.chunk) {
    await model.prefill(Int32Array.from(prompt.slice(done, Math.min(done + command.chunk, last))))
  }
  const rows: number[][] = []
  for (const token of [prompt.at(-1) ?? 0, ...continuation]) {
    const row = await model.logits(Int32Array.of(token))
    // Nine digits distinguish every float32 value.
    rows.push(Array.from(row, (value) => Number(value.toPrecision(9))))
  }
  return { logits: rows }
}

async function generate(command: Extract<Command, { name: 'generate' }>) {
  const prompts: (readonly number[])[] = []
  for (const file of [...command.reuse, command.tokens]) prompts.push(await readTokens(file))
  const { stopTokens } = await readGeneration(command.model, (name) => findSpecial(command.model, name))
  const addon = openEngine()
  const model = await load(addon, command, prompts)
  const cache = new PromptCache(model, { budgetBytes: cacheBudget(model.info, availableMemory(addon.deviceFacts())) })
  let result: Awaited<ReturnType<typeof reply>> | undefined
  for (const prompt of prompts) result = await reply(addon, model, cache, prompt, { ...command, stopTokens })
  return result
}

async function reply(
  addon: Addon,
  model: NativeModel,
  cache: PromptCache,
  prompt: readonly number[],
  options: Omit<Extract<Command, { name: 'generate' }>, 'name' | 'model' | 'tokens' | 'reuse'> & {
    readonly stopTokens: readonly number[]
  },
) {
  const heldBytes = model.info.residentBytes + model.cacheBytes
  admitPrompt(model.info, prompt.length, availableMemory(addon.deviceFacts(), heldBytes))
  model.peakMemory(true)
  const startedAt = performance.now()
  const cachedTokens = await cache.begin(prompt)
  for (let done = cachedTokens; done < prompt.length - 1; ) done = await cache.read(prompt, done)
  const prefilledAt = performance.now()
  const tokens: number[] = []
  const logprobs: number[] = []
  const maxTokens = Math.min(options.maxTokens, model.info.contextLength)
  const request = { ...options, maxTokens, lastToken: prompt.at(-1) ?? 0, ...repetitionOf(prompt.slice(0, -1)) }
  const end = await cache.decode(request, (batch, batchLogprobs) => {
    tokens.push(...batch)
    if (batchLogprobs) logprobs.push(...Array.from(batchLogprobs, (value) => Number(value.toPrecision(9))))
  })
  const endedAt = performance.now()
  await cache.end()
  return {
    tokens,
    ...(options.logprobs ? { logprobs } : {}),
    finishReason: end,
    stats: {
      promptTokens: prompt.length,
      cachedTokens,
      prefillSeconds: (prefilledAt - startedAt) / 1000,
      generationSeconds: (endedAt - prefilledAt) / 1000,
      peakMemoryBytes: model.peakMemory(),
    },
  }
}

function checkTokens({ contextLength, vocabSize }: ModelInfo, prompts: readonly (readonly number[])[]): void {
  for (const prompt of prompts) {
    if (prompt.length > contextLength) {
      throw new AppError('context-full', `There are ${prompt.length} tokens; the model reads ${contextLength}.`)
    }
    const unknown = prompt.find((token) => token >= vocabSize)
    if (unknown === undefined) continue
    throw new AppError('refused', `The token ${unknown} is outside the model’s vocabulary of ${vocabSize}.`)
  }
}

const tokensFile = z.array(z.int32().min(0)).min(1)

async function readTokens(path: string): Promise<readonly number[]> {
  const text = await readInput(path)
  try {
    return tokensFile.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('refused', `The file ${path} is not a JSON array of token ids.`, { cause })
  }
}

async function load(
  addon: Addon,
  { model, adapter, yarn }: Exclude<Command, { name: 'info' }>,
  prompts: readonly (readonly number[])[],
): Promise<NativeModel> {
  const checked = await addon.check(model, { adapter, yarn })
  // Checks before the load, which may take minutes.
  checkTokens(checked.info, prompts)
  return (await checked.load(() => {})).model
}

function openEngine(): Addon {
  const path = process.env.PARLEY_NATIVE
  if (!path) throw new AppError('engine-failed', 'PARLEY_NATIVE does not name the engine’s addon.')
  return openAddon(path)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  const reason = error instanceof FolderError ? ` [${error.code}: ${error.reason}]` : ''
  process.stderr.write(`engine: ${message.replaceAll(/\s*\n\s*/g, ' ')}${reason}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
})
