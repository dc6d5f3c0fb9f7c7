import { escaped, markdownHtml } from '../../../../markdown/to-html.js'
import { type ShownConversation, type ShownPart, timeInWords } from './shown-conversation.js'

/**
 * One page of HTML that needs nothing else: no script, no picture, nothing from the network. It is written from the nodes
 * of our own parser, so that each element is one of those below, and every text is escaped.
 * @param hasPageFoot whether printed pages have the title and their number, from Chromium 131 on
 */
export function* htmlPage(
  title: string,
  conversations: Iterable<ShownConversation>,
  hasPageFoot = false,
): Generator<string> {
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}${hasPageFoot ? pageFoot(title) : ''}</style>
</head>
<body>
`
  for (const { title: heading, at, parts } of conversations) {
    yield `<section>\n<h1 dir="auto">${escaped(heading)}</h1>\n${at ? `<p class="when">${timeInWords(at)}</p>\n` : ''}`
    for (const part of parts) yield partHtml(part)
    yield '</section>\n'
  }
  yield '</body>\n</html>\n'
}

const pageFoot = (title: string) => `@page {
  @bottom-left { content: ${cssString(title)}; ${footStyle} }
  @bottom-right { content: counter(page) " of " counter(pages); ${footStyle} }
}
`
const footStyle = 'font: 9pt/1 -apple-system, system-ui, sans-serif; color: #6e6e73;'

const maxFootCharacters = 70

/** A text in quotes for CSS: each character that could mean anything is written as its number. */
function cssString(text: string): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()]
  const short = characters.length > maxFootCharacters ? [...characters.slice(0, maxFootCharacters), '…'] : characters
  const written = short.map((character) =>
    /[\p{L}\p{N} ]/u.test(character) ? character : `\\${character.codePointAt(0)?.toString(16)} `,
  )
  return `"${written.join('')}"`
}

const style = `
:root { color-scheme: light dark; font: 16px/1.55 -apple-system, system-ui, sans-serif; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1.25rem; overflow-wrap: anywhere; }
section + section { margin-top: 4rem; border-top: 1px solid #8886; padding-top: 2rem; }
h1 { font-size: 1.5rem; line-height: 1.3; }
article { margin: 1.75rem 0; }
article > h2 { font-size: 0.875rem; margin: 0 0 0.25rem; }
article > h2 span, .when, .remark, summary { color: GrayText; font-weight: normal; font-size: 0.875rem; }
.said { white-space: pre-wrap; background: #8881; border-radius: 0.75rem; padding: 0.6rem 0.9rem; }
pre { background: #8881; border-radius: 0.5rem; padding: 0.75rem; white-space: pre-wrap; font-size: 0.875rem; }
table { border-collapse: collapse; }
th, td { border: 1px solid #8886; padding: 0.3rem 0.6rem; text-align: start; vertical-align: top; }
blockquote { margin: 0; padding-inline-start: 1rem; border-inline-start: 3px solid #8886; }
.plain { white-space: pre-wrap; }
details > div { color: GrayText; white-space: pre-wrap; }
h3, h4, h5, h6 { line-height: 1.3; }
@page {
  margin: 20mm 20mm 18mm;
}
@media print {
  :root { color-scheme: light; font-size: 11pt; }
  body { max-width: none; margin: 0; padding: 0; }
  section + section { break-before: page; border: 0; margin: 0; padding: 0; }
  h1, h2, h3, h4, h5, h6 { break-after: avoid; }
  p, li, .said { orphans: 3; widows: 3; }
  tr, blockquote, li { break-inside: avoid; }
  thead { display: table-header-group; }
  table { max-width: 100%; font-size: 0.9em; }
  details { display: none; }
}
`

/** The title is the first level, and who speaks the second. */
const headingsBelow = 2

function partHtml({ who, at, text, isMarkdown, reasoning, remarks }: ShownPart): string {
  const when = at === undefined ? '' : ` <span>${timeInWords(at)}</span>`
  const thought =
    reasoning === ''
      ? ''
      : `<details><summary>Reasoning</summary><div dir="auto">${escaped(reasoning)}</div></details>\n`
  const body = isMarkdown ? markdownHtml(text, headingsBelow) : `<div class="said" dir="auto">${escaped(text)}</div>\n`
  const notes = remarks.map((remark) => `<p class="remark" dir="auto">${escaped(remark)}</p>\n`).join('')
  return `<article>\n<h2 dir="auto">${escaped(who)}${when}</h2>\n${thought}${text.trim() === '' ? '' : body}${notes}</article>\n`
}
