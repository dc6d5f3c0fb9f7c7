import { describe, expect, it } from 'vitest'
import { defaultChunkTokens, parseCommand, UsageError } from './cli-arguments.js'

const parse = (line: string) => parseCommand(line.split(' ').filter(Boolean))

describe('the engine command', () => {
  it('reads each command', () => {
    expect(parse('info --model m')).toEqual({ name: 'info', model: 'm' })
    expect(parse('logits --model m --tokens t')).toEqual({
      name: 'logits',
      model: 'm',
      yarn: 'mlx-lm',
      tokens: 't',
      chunk: defaultChunkTokens,
      continuation: undefined,
    })
    expect(parse('generate --model m --tokens t --max-tokens 5 --temperature 0.7 --top-p=0.9 --seed 3')).toEqual({
      name: 'generate',
      model: 'm',
      yarn: 'mlx-lm',
      tokens: 't',
      maxTokens: 5,
      temperature: 0.7,
      topP: 0.9,
      minP: 0,
      topK: 0,
      repetitionPenalty: 1,
      logprobs: false,
      seed: 3,
      reuse: [],
    })
    expect(parse('logits --model m --tokens t --yarn reference')).toMatchObject({ yarn: 'reference' })
    const all = '--min-p 0.05 --top-k 40 --repetition-penalty 1.1 --logprobs'
    expect(parse(`generate --model m --tokens t --max-tokens 5 ${all}`)).toMatchObject({
      minP: 0.05,
      topK: 40,
      repetitionPenalty: 1.1,
      logprobs: true,
    })
  })

  it.each(['info', 'logits --tokens t', 'generate --tokens t --max-tokens 5'])('accepts an adapter: %s', (line) => {
    expect(parse(`${line} --model m --adapter a`)).toMatchObject({ model: 'm', adapter: 'a' })
  })

  it('decodes greedily without a temperature', () => {
    expect(parse('generate --model m --tokens t --max-tokens 5')).toMatchObject({ temperature: 0, topP: 1, seed: 0 })
  })

  it.each(['--reuse a --reuse b --reuse c', '--reuse a b c', '--reuse a b --reuse=c'])(
    'accepts several files to reuse: %s',
    (reuse) => {
      const line = `generate --model m --tokens t ${reuse} --max-tokens 5`
      expect(parse(line)).toMatchObject({ reuse: ['a', 'b', 'c'], tokens: 't' })
    },
  )

  it.each([
    '',
    'chat',
    'info',
    'info --model',
    'info --model m --tokens t',
    'info --model m extra',
    'logits --model m',
    'logits --model m --tokens t --chunk 0',
    'logits --model m --tokens t --chunk 1.5',
    'logits --model m --tokens t --yarn rounded',
    'info --model m --yarn reference',
    'logits --model m --tokens t --chunk many',
    'generate --model m --tokens t',
    'generate --model m --tokens t --max-tokens 0',
    'generate --model m --tokens t --max-tokens -1',
    'generate --model m --tokens t --max-tokens 5 --temperature -1',
    'generate --model m --tokens t --max-tokens 5 --temperature NaN',
    'generate --model m --tokens t --max-tokens 5 --temperature Infinity',
    'generate --model m --tokens t --max-tokens 5 --min-p 1.5',
    'generate --model m --tokens t --max-tokens 5 --top-k 2.5',
    'generate --model m --tokens t --max-tokens 5 --repetition-penalty 0',
    'generate --model m --tokens t --max-tokens 5 --logprobs=yes',
    'generate --model m --tokens t --max-tokens 5 --top-p 0',
    'generate --model m --tokens t --max-tokens 5 --top-p 1.1',
    'generate --model m --tokens t --max-tokens 5 --seed 0.5',
    'generate --model m --tokens t --max-tokens 5 --seed 1e400',
    'generate --model m --tokens t --max-tokens 5 stray',
    'generate --model m --tokens t --reuse a --max-tokens 5 stray',
    'generate --model m --tokens t --max-tokens 5 --unknown',
    'generate --model m --tokens t --max-tokens 5 -x',
  ])('refuses “%s” with a message of one line', (line) => {
    expect(() => parse(line)).toThrow(UsageError)
    expect(() => parse(line)).toThrow(/^[^\n]+$/)
  })
})
