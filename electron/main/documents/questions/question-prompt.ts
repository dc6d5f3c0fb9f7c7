import type { GenerateRequest } from '../../../../contract/engine.js'
import { inFrame } from '../frame.js'
import { type Attachment, attachmentText } from './attachment.js'
import words from './prompts.json' with { type: 'json' }

/** For every prompt about documents, after the instructions of the user: where the markers go, and that no text instructs. */
export const documentInstructions: string = words.instructions

/**
 * A message with what the model sees of its attachments, text first. The same attachments and question always give the same
 * text. Without anything to see, returns the question alone.
 */
export function questionText(attachments: readonly Attachment[], question: string): string {
  const texts = attachments.map(attachmentText).filter((text) => text !== '')
  if (texts.length === 0) return question
  return [...texts.map(inFrame), askFor(question)].join('\n\n')
}

/** The last words of a prompt. The tiny model is trained on them, and answers no others. */
export const askFor = (question: string): string => words.ask.replace('{question}', () => question)

export const questionPrompt = (
  attachments: readonly Attachment[],
  question: string,
): Pick<GenerateRequest, 'instructions' | 'messages'> => ({
  instructions: documentInstructions,
  messages: [{ role: 'user', text: questionText(attachments, question) }],
})
