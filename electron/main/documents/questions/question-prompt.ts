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
  const texts = attachmentTexts(attachments)
  return texts.length === 0 ? question : [...texts, askFor(question)].join('\n\n')
}

/** The texts of attachments, each between the marks around it. */
export const attachmentTexts = (attachments: readonly Attachment[]): readonly string[] =>
  attachments
    .map(attachmentText)
    .filter((text) => text !== '')
    .map(inFrame)

/** The last words of a prompt. The tiny model is trained on them, and answers no others. */
const askFor = (question: string): string => words.ask.replace('{question}', () => question)

export const questionPrompt = (
  attachments: readonly Attachment[],
  question: string,
): Pick<GenerateRequest, 'instructions' | 'messages'> => ({
  instructions: documentInstructions,
  messages: [{ role: 'user', text: questionText(attachments, question) }],
})
