import { useLayoutEffect, useRef } from 'react'
import type { DocumentKind, DocumentPage } from '../../../contract/documents.js'
import { inPlace } from '../../ui/in-place.js'
import { Passage } from './passage.js'
import type { Find } from './use-find.js'
import { useFoundText } from './use-found-text.js'

export interface PageTextProps {
  readonly kind: DocumentKind
  readonly content: DocumentPage | Error
  /** The passage to mark, from 1. */
  readonly passage: number | undefined
  readonly find: Find
}

/** What Parley read of a page, with the passage marked. */
export function PageText({ kind, content, passage, find }: PageTextProps) {
  const text = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another passage of the same page may be marked
  useLayoutEffect(() => text.current?.querySelector('mark')?.scrollIntoView({ block: 'center' }), [passage])
  useFoundText(text, content, find)
  if (content instanceof Error) return <p className="page-view-empty">{content.message}</p>
  const { page, passages } = content
  const remark = remarkOn(content)
  if (passages.length === 0) return <p className="page-view-empty">{remark}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls the page
    <section ref={text} className="page-view-text" data-select-all tabIndex={0} aria-label={`Text of page ${page}`}>
      {remark && <p className="page-view-problem">{remark}</p>}
      {inPlace(passages, (each, index) => (
        <Passage kind={kind} text={each} isMarked={index + 1 === passage} />
      ))}
    </section>
  )
}

/** Why a page has no text, or how well it was read. */
export function remarkOn({ passages, state, problem }: DocumentPage): string | undefined {
  if (problem !== undefined || passages.length > 0) return problem
  return state === 'failed' ? 'This page could not be read.' : 'This page holds no text.'
}
