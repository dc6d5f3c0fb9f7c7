import './answer.css'
import { type ReactNode, useMemo, useState } from 'react'
import type { AssistantMessage } from '../../contract/chat.js'
import type { AnswerSources, PassageLink } from '../../contract/documents.js'
import type { NamedPlace } from '../../contract/page-markers.js'
import { focusComposer } from '../chat/composer/composer-field.js'
import { Markdown } from '../chat/markdown/markdown.js'
import { ReferenceContext, referenceMark } from '../chat/markdown/references.js'
import { useCanChange } from '../chat/transcript/use-can-change.js'
import { useDocument } from '../stores/document-pages.js'
import { useDocumentsById } from '../stores/documents.js'
import { readAll } from '../stores/replies.js'
import { Button } from '../ui/button.js'
import { inPlace } from '../ui/in-place.js'
import { plural } from '../ui/words.js'
import { type LookedAt, lookedAt, referencedAnswer } from './answer-words.js'
import { PageLink } from './page-link.js'

interface AnswerProps {
  readonly message: AssistantMessage
  readonly isFinished: boolean
  readonly sources: AnswerSources | undefined
}

/** An answer in a conversation with documents: its markers are links to the pages that they name. */
export function Answer({ message: { text }, isFinished, sources }: AnswerProps) {
  const answer = referencedAnswer(text, isFinished, referenceMark)
  const { references } = answer
  // A new function draws every reference, so it changes only when what they show does.
  const names = JSON.stringify(references)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `names` stands for the references
  const draw = useMemo(
    () => (index: number) => <References places={references[index] ?? []} links={sources?.citations[index]} />,
    [names, sources],
  )
  return (
    <ReferenceContext value={draw}>
      <Markdown text={answer.text} isFinished={isFinished} />
    </ReferenceContext>
  )
}

interface ReferencesProps {
  readonly places: readonly NamedPlace[]
  /** Of each place; absent until they are found, `null` for a passage that the reply did not see. */
  readonly links: AnswerSources['citations'][number] | undefined
}

const References = ({ places, links }: ReferencesProps): ReactNode =>
  inPlace(places, (place, index) => {
    const link = links?.[index]
    return (
      <>
        {index > 0 && ' '}
        {link ? <Citation link={link} /> : <span className="number">p. {place.page}</span>}
      </>
    )
  })

function Citation({ link: { documentId, page, passage, quote, isVerbatim, time } }: { readonly link: PassageLink }) {
  const name = useDocument(documentId)?.name
  return (
    <>
      <PageLink
        documentId={documentId}
        page={page}
        passage={passage}
        label={time}
        title={[name, isVerbatim && `“${quote}”`].filter(Boolean).join(': ')}
      />
      {!isVerbatim && <span className="answer-unfound">not found in the document</span>}
    </>
  )
}

interface AnswerAccountProps {
  readonly message: AssistantMessage
  readonly sources: AnswerSources | undefined
}

/** What a reply looked at in each of its documents. */
export function AnswerAccount({ message, sources }: AnswerAccountProps) {
  const documents = useDocumentsById()
  const seen = message.recipe?.told.documents ?? []
  const accounts = lookedAt(seen, documents, sources)
  const canChange = useCanChange()
  const onReadAll = () => {
    readAll(message.id)
    focusComposer()
  }
  if (accounts.length === 0) return null
  return (
    <div className="answer-account">
      <ul aria-label="Pages looked at">
        {accounts.map((account) => (
          <Account key={account.documentId} account={account} />
        ))}
      </ul>
      {canChange && seen.some((each) => each.sees === 'passages' && each.partsRead === undefined) && (
        <Button onClick={onReadAll}>Read all of it</Button>
      )}
    </div>
  )
}

/** More links are shown when the user asks for them. */
const maxLinks = 24

function Account({ account: { documentId, words, pages } }: { readonly account: LookedAt }) {
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? pages : pages.slice(0, maxLinks)
  const hidden = pages.length - shown.length
  return (
    <li>
      <span className="answer-account-words">{words}</span>
      {shown.map(({ page, passage, quote, time }) => (
        <PageLink key={page} documentId={documentId} page={page} passage={passage} label={time} title={quote} />
      ))}
      {hidden > 0 && <Button onClick={() => setShowsAll(true)}>Show {plural(hidden, 'more page')}</Button>}
    </li>
  )
}
