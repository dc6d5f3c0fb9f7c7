import { decode } from '../decode.js'
import { toPages } from '../pages.js'
import type { AttachmentReader } from './mail/put-mail.js'
import type { FormatReader, ReadPages } from './read-pages.js'
import { readTranscript } from './transcript.js'

/** The reader of each kind. A reader is loaded when the first file of its kind is read. */
export const formatReaders = {
  docx: async (bytes) => (await import('./docx.js')).readDocx(bytes),
  pptx: async (bytes) => (await import('./pptx.js')).readPptx(bytes),
  xlsx: async (bytes) => (await import('./xlsx.js')).readXlsx(bytes),
  odt: readAnyOdf,
  ods: readAnyOdf,
  odp: readAnyOdf,
  rtf: async (bytes) => (await import('./rtf.js')).readRtf(bytes),
  epub: async (bytes) => (await import('./epub.js')).readEpub(bytes),
  html: async (bytes) => (await import('./html.js')).readHtml(bytes),
  csv: readTable,
  tsv: readTable,
  json: async (bytes) => (await import('./json.js')).readJson(bytes),
  eml: async (bytes) => (await import('./eml.js')).readEml(bytes, readAttachment),
  msg: async (bytes) => (await import('./msg.js')).readMsg(bytes, readAttachment),
  transcript: readTranscript,
} satisfies Record<string, FormatReader>

export type FormatKind = keyof typeof formatReaders

/** Kinds by the extensions of attachments. A mail in a mail is listed only, so that none is read without end. */
const kindByExtension: Readonly<Record<string, FormatKind>> = {
  docx: 'docx',
  docm: 'docx',
  pptx: 'pptx',
  pptm: 'pptx',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  odt: 'odt',
  ods: 'ods',
  odp: 'odp',
  rtf: 'rtf',
  epub: 'epub',
  html: 'html',
  htm: 'html',
  csv: 'csv',
  tsv: 'tsv',
  json: 'json',
  vtt: 'transcript',
  srt: 'transcript',
}

const textExtensions = new Set(['txt', 'text', 'md', 'markdown', 'log'])

const readAttachment: AttachmentReader = async ({ name, bytes }) => {
  const extension = /\.([a-z\d]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  if (textExtensions.has(extension)) return readText(bytes)
  const kind = kindByExtension[extension]
  return kind && (await formatReaders[kind](bytes))
}

function readText(bytes: Uint8Array): ReadPages {
  const pages = toPages(decode(bytes).text, 'plain')
  return {
    pages: pages.map(({ passages }) => ({ passages, status: passages.length > 0 ? 'read' : 'empty' })),
    omitted: [],
    problems: [],
  }
}

async function readAnyOdf(bytes: Uint8Array): Promise<ReadPages> {
  return (await import('./odf.js')).readOdf(bytes)
}

async function readTable(bytes: Uint8Array): Promise<ReadPages> {
  return (await import('./csv.js')).readCsv(bytes)
}
