import { memo, type ReactNode } from 'react'
import type { DocumentKind } from '../../../contract/documents.js'
import { Markdown } from '../../chat/markdown/markdown.js'

/**
 * `markdown`: the reader wrote all of it. `headings`: it wrote the headings and tables, between text as it stands.
 * `plain`: text as it stands, which may look like Markdown and is none.
 */
type Syntax = 'markdown' | 'headings' | 'plain'

const syntaxes: Readonly<Partial<Record<DocumentKind, Syntax>>> = {
  text: 'plain',
  json: 'plain',
  transcript: 'plain',
  image: 'plain',
  pdf: 'headings',
  eml: 'headings',
  msg: 'headings',
}

interface PassageProps {
  readonly kind: DocumentKind
  readonly text: string
  readonly isMarked: boolean
}

/** A passage with its structure: its headings, lists and tables, or the time at which it is said. */
export const Passage = memo(({ kind, text, isMarked }: PassageProps) => {
  const content = contentOf(kind, text)
  return (
    <div className="page-view-passage" data-passage dir="auto">
      {isMarked ? <mark>{content}</mark> : content}
    </div>
  )
})

function contentOf(kind: DocumentKind, text: string): ReactNode {
  const syntax = syntaxes[kind] ?? 'markdown'
  if (syntax === 'markdown' || (syntax === 'headings' && text.startsWith('|')))
    return <Markdown text={text} isFinished />
  if (kind === 'transcript') return spoken(text)
  const headings = syntax === 'headings' ? headingsOf(text) : ''
  return (
    <>
      {headings && <Markdown text={headings} isFinished />}
      {text.slice(headings.length)}
    </>
  )
}

/** The lines of a passage that are headings; they come first. */
const headingsOf = (text: string) => /^(?:#{1,6} [^\n]*(?:\n|$))+/.exec(text)?.[0] ?? ''

function spoken(text: string): ReactNode {
  const time = /^\[(\d{1,3}(?::\d\d){1,2})\]\s?/.exec(text)
  if (!time) return text
  return (
    <>
      <time className="page-view-time number">{time[1]}</time> {text.slice(time[0].length)}
    </>
  )
}
