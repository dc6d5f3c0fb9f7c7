import type { GenerateRequest } from '../../../../contract/engine.js'
import { type Attachment, attachmentText, inFrame, seenPieces } from './attachment.js'
import { markerOf } from './markers.js'
import words from './prompts.json' with { type: 'json' }

/** For a prompt about documents, besides the instructions of the user. */
export const documentInstructions: string = words.instructions

/**
 * A message with what the model sees of its attachments, text first. The same attachments and question always give the same
 * text. Without anything to see, returns the question alone.
 */
export function questionText(attachments: readonly Attachment[], question: string): string {
  const texts = attachments.map(attachmentText).filter((text) => text !== '')
  if (texts.length === 0) return question
  return [...texts.map(inFrame), words.ask.replace('{marker}', exampleMarker(attachments)), question].join('\n\n')
}

export const questionPrompt = (
  attachments: readonly Attachment[],
  question: string,
): Pick<GenerateRequest, 'instructions' | 'messages'> => ({
  instructions: documentInstructions,
  messages: [{ role: 'user', text: questionText(attachments, question) }],
})

/** The first marker of the text, so that a model that copies the example names a passage that is there. */
function exampleMarker(attachments: readonly Attachment[]): string {
  for (const attachment of attachments) {
    const [piece] = seenPieces(attachment)
    if (piece) return markerOf(piece, attachment.number)
  }
  return markerOf({ page: 1, passage: 1 })
}
