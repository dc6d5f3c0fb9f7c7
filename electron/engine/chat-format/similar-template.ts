import { chatml, qwen3 } from './chatml.js'
import { llama3 } from './llama3.js'
import { type MistralOptions, mistral } from './mistral.js'
import type { TurnStyle } from './turn-style.js'

/** Formats that Parley has no part for, by a text that only their templates have. */
const foreign: readonly (readonly [string, string])[] = [
  ['<start_of_turn>', 'Gemma'],
  ['<<SYS>>', 'Llama 2'],
  ['<|header_start|>', 'Llama 4'],
  ['<｜User｜>', 'DeepSeek'],
  ['<|START_OF_TURN_TOKEN|>', 'Command R'],
  ['[gMASK]', 'GLM'],
  ['<|im_user|>', 'Kimi'],
  ['<|start_of_role|>', 'Granite'],
  ['<|user|>', 'Phi or Zephyr'],
  ['GPT4 Correct', 'OpenChat'],
  ['### Instruction', 'Alpaca'],
]

/** Returns the name of the format that an unknown template has, if that is one which Parley lacks. */
export function foreignFormat(template: string): string | undefined {
  return foreign.find(([mark]) => template.includes(mark))?.[1]
}

/**
 * Returns the format whose markers an unknown template has, with the variant that its text shows. The template is read,
 * and never run. Undefined if the markers are of no known format.
 * @param hasReasoningMarks whether the vocabulary has the marks of reasoning
 */
export function similarFormat(template: string, hasReasoningMarks: boolean): TurnStyle | undefined {
  const has = (...texts: readonly string[]) => texts.every((text) => template.includes(text))
  const hasBeginning = has('bos_token')
  if (has('<|im_start|>', '<|im_end|>')) {
    const system = ownSystemMessage(template)
    const options = { hasBeginning, ...(system === undefined ? {} : { system }) }
    if (!has('<think>') || !hasReasoningMarks) return chatml(options)
    const asked = has('enable_thinking') ? 'optional' : 'unasked'
    const reasoning = opensReasoning(template) ? 'always' : asked
    return qwen3({ ...options, reasoning, isQwq: !has('reasoning_content') })
  }
  if (has('<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>')) {
    if (!has('Today Date: ')) return llama3()
    const [, fixed] = /set date_string = "([^"]+)"/.exec(template) ?? []
    return llama3({ date: has('strftime_now') || fixed === undefined ? 'today' : fixed })
  }
  return has('[INST]', '[/INST]') ? mistral(mistralOptions(template)) : undefined
}

/** The text between the marks of a system message, if it is no expression. A template spells a line break in two ways. */
function ownSystemMessage(template: string): string | undefined {
  // Each piece is searched once, so that a template of many beginnings takes no longer.
  for (const piece of template.split('<|im_start|>system').slice(1)) {
    const [, text = ''] = /^(?:\\n|\n)([^{}]*?)(?:\\n|\n)?<\|im_end\|>/.exec(piece) ?? []
    if (text !== '' && !/['"]\s*\+|\+\s*['"]/.test(text)) return text.replaceAll('\\n', '\n').replaceAll("\\'", "'")
  }
  return undefined
}

function opensReasoning(template: string): boolean {
  return (
    /<\|im_start\|>assistant(?:\\n|\n)<think>(?:\\n|\n)?['"]/.test(template) && !template.includes('enable_thinking')
  )
}

function mistralOptions(template: string): MistralOptions {
  const before = /['"](\s?\[INST\]\s?)['"]/.exec(template)?.[1] ?? '[INST] '
  const after = /['"](\s?\[\/INST\])['"]/.exec(template)?.[1] ?? '[/INST]'
  const isLast = /loop\.last and system|user_messages\[-1\]\) and system|lastuser and ns\.system/.test(template)
  return {
    question: [before, after],
    answer: /['"] ['"] \+ message/.test(template) ? ' ' : '',
    system: template.includes('[SYSTEM_PROMPT]') ? 'own' : isLast ? 'last' : 'first',
    isTrimmed: /message(?:\.content|\[['"]content['"]\])\s*\|\s*trim/.test(template),
  }
}
