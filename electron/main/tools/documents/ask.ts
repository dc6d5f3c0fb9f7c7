import { basename } from 'node:path'
import { readFailureError } from '../../documents/document-kind.js'
import { askDocuments } from '../../documents/questions/ask-documents.js'
import { pagesSeen } from '../../documents/questions/attachment.js'
import { createReaderWindows } from '../../documents/reader-window.js'
import type { Command } from './arguments.js'
import { readFile } from './read-file.js'
import { withModel } from './with-model.js'

/** `ask FILE QUESTION`: an answer from one document, with every passage that the model saw. */
export async function ask({ file, question, model: folder }: Extract<Command, { name: 'ask' }>) {
  const { pages, title, kind } = await readFile(file, createReaderWindows())
  if (pages.every(({ status }) => status !== 'read')) throw readFailureError('document-empty', kind)
  const document = {
    name: title ?? basename(file),
    pages: pages.map(({ passages }, index) => ({ page: index + 1, passages })),
  }
  return withModel(folder, async (turns) => {
    const { contextLength, isDemo } = await turns.model()
    const options = { contextLength, ask: turns.ask, count: turns.count, expands: !isDemo }
    const { answer, attachments, links } = await askDocuments([{ document }], question, options)
    return {
      answer,
      links: links.map(({ page, quote, verified }) => ({ page, quote, verified })),
      account: { pages: pages.length, lookedAt: attachments.flatMap(pagesSeen) },
    }
  })
}
