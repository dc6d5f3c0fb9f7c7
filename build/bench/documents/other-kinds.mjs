import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import { parseHTML } from 'linkedom'

const books = [
  '/usr/share/doc/debian-policy/policy.epub',
  '/usr/share/developers-reference/developers-reference.epub',
  '/usr/share/developers-reference/ja/developers-reference.epub',
]
/** Pages without navigation around them, which would be left out. */
const webPages = [
  '/usr/share/doc/debian-policy/fhs/fhs-3.0.html',
  '/usr/share/doc/debian-policy/debconf_specification.html',
]
const plainText = '/usr/share/developers-reference/developers-reference.txt.gz'

/** Every file that `otherFiles` needs. */
export const otherSources = [...books, ...webPages, plainText]

const maxRows = 2_000

/**
 * Files of the kinds that LibreOffice does not write: Debian's own where there are such, else its text in that kind.
 * @param {string} folder for the files
 * @returns {{ kind: string, file: string, reference: string }[]} the reference is what the format's own text nodes hold
 */
export function otherFiles(folder) {
  const write = (name, content) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const copy = (path, name) => {
    copyFileSync(path, join(folder, name))
    return join(folder, name)
  }
  const text = gunzipSync(readFileSync(plainText)).toString()
  const rows = text
    .split('\n')
    .filter((line) => /\w{3}/.test(line))
    .slice(0, maxRows)
    .map((line, index) => [`${index + 1}`, ...line.trim().split(/\s{2,}|, /)])
  const entries = rows.map(([number, ...cells]) => ({ number: Number(number), cells }))
  const entryTexts = rows.map((row) => `number cells ${row.join(' ')}`)
  return [
    ...books.map((path, index) => ({
      kind: 'epub',
      file: copy(path, `book-${index}.epub`),
      reference: bookText(readFileSync(path)),
    })),
    ...webPages.map((path, index) => ({
      kind: 'html',
      file: copy(path, `page-${index}.html`),
      reference: visibleText(readFileSync(path, 'utf8')),
    })),
    { kind: 'text', file: write('text.txt', text), reference: text },
    { kind: 'markdown', file: write('text.md', text), reference: text },
    { kind: 'csv', file: write('table.csv', inCells(rows, ',')), reference: rows.flat().join(' ') },
    {
      kind: 'tsv',
      file: write('table.tsv', inCells(rows, '\t')),
      reference: rows.flat().join(' '),
    },
    { kind: 'json', file: write('entries.json', JSON.stringify(entries)), reference: entryTexts.join(' ') },
    {
      kind: 'eml',
      file: write('letter.eml', inMail(text)),
      reference: `Manual The whole text ada@example.org Ada bob@example.org Bob ${text}`,
    },
  ]
}

/** Each cell in quotes: a quote of the text would begin a cell that ends somewhere else. */
const inCells = (rows, delimiter) =>
  rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter)).join('\r\n')

const inMail = (text) =>
  [
    'From: Ada <ada@example.org>',
    'To: Bob <bob@example.org>',
    'Subject: Manual: The whole text',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...(Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
  ].join('\r\n')

/** Without the table of contents, which Parley does not read as a chapter. */
function bookText(bytes) {
  const chapters = Object.entries(unzipSync(bytes)).filter(
    ([name]) => /html$/.test(name) && !/(?:nav|toc)\.xhtml$/.test(name),
  )
  return chapters.map(([, chapter]) => visibleText(Buffer.from(chapter).toString())).join('\n')
}

const blocks = /^(?:p|div|li|td|th|tr|h[1-6]|pre|br|dt|dd|section|table|ul|ol|body)$/i

function visibleText(html) {
  const { document } = parseHTML(html.replace(/<\?xml[^>]*>/, ''))
  for (const hidden of document.querySelectorAll('script, style, head, template')) hidden.remove()
  const texts = []
  const collect = (node) => {
    if (node.nodeType === 3) texts.push(node.data)
    for (const child of node.childNodes ?? []) collect(child)
    if (blocks.test(node.nodeName)) texts.push('\n')
  }
  collect(document)
  return texts.join('')
}
