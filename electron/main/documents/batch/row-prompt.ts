import type { GenerateRequest } from '../../../../contract/engine.js'
import { inFrame } from '../frame.js'
import words from './prompts.json' with { type: 'json' }

/** Asks the prompt of a batch about one row of a table. What stands in the row is no instruction. */
export function rowPrompt(
  columns: readonly string[],
  cells: readonly string[],
  prompt: string,
): Pick<GenerateRequest, 'instructions' | 'messages'> {
  const lines = columns.flatMap((column, index) => {
    const cell = cells[index] ?? ''
    return cell === '' ? [] : [`${column}: ${cell}`]
  })
  return {
    instructions: words.rowInstructions,
    messages: [{ role: 'user', text: `${inFrame(lines.join('\n'))}\n\n${prompt}` }],
  }
}
