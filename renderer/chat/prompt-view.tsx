import './prompt-view.css'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { ShownPrompt } from '../../contract/context.js'
import { loadPrompt } from '../stores/context.js'
import { type PromptOf, showPrompt, useView } from '../stores/view.js'
import { Button } from '../ui/button.js'
import { Dialog, DialogClose, DialogTitle } from '../ui/dialog.js'
import { IconButton } from '../ui/icon-button.js'
import { inPlace } from '../ui/in-place.js'
import { Segmented } from '../ui/segmented.js'
import { formatNumber, plural } from '../ui/words.js'
import { CopyContext, useCopied } from './copy.js'
import { findText } from './find-text.js'
import { lineChunks } from './line-chunks.js'

/** What the model is told, as text with harmony's markers and as tokens. */
export function PromptView() {
  const prompt = useView((state) => state.prompt)
  return (
    <Dialog isOpen={prompt !== null} onClose={() => showPrompt(null)} className="page-view prompt-view">
      {prompt && <Content of={prompt} />}
    </Dialog>
  )
}

const kinds = [
  { value: 'text', label: 'Text' },
  { value: 'tokens', label: 'Tokens' },
] as const

function Content({ of }: { readonly of: PromptOf }) {
  const [shown, setShown] = useState<ShownPrompt | Error>()
  const [kind, setKind] = useState<'text' | 'tokens'>('text')
  const copy = useContext(CopyContext)
  const [isCopied, showCopied] = useCopied()
  useEffect(() => {
    let isCurrent = true
    loadPrompt(of).then(
      (prompt) => isCurrent && setShown(prompt),
      (error: unknown) => isCurrent && setShown(error instanceof Error ? error : new Error(String(error))),
    )
    return () => {
      isCurrent = false
    }
  }, [of])
  const isHere = shown !== undefined && !(shown instanceof Error)
  const text = useMemo(
    () => (isHere ? (kind === 'text' ? shown.text : tokenLines(shown.tokens)) : ''),
    [isHere, kind, shown],
  )
  return (
    <div className="page-view-inner">
      <header className="page-view-head">
        <div className="page-view-title">
          <DialogTitle>Prompt</DialogTitle>
          <p className="number">
            {isHere ? `${plural(shown.tokens.length, 'token')}, as the model is told them` : 'What the model is told'}
          </p>
        </div>
        <Button disabled={!isHere} onClick={() => copy(text).then(showCopied, () => {})}>
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
        <DialogClose>
          <IconButton label="Close">
            <X />
          </IconButton>
        </DialogClose>
      </header>
      {shown instanceof Error && <p className="page-view-empty">{shown.message}</p>}
      {shown === undefined && <div className="page-view-text" aria-busy="true" />}
      {isHere && (
        <Searchable kind={kind} text={text}>
          <Segmented label="Show the prompt as" options={kinds} value={kind} onChange={setKind} />
        </Searchable>
      )}
    </div>
  )
}

const tokensPerLine = 12

function tokenLines(tokens: readonly number[]): string {
  let lines = ''
  for (let start = 0; start < tokens.length; start += tokensPerLine) {
    lines += `${tokens.slice(start, start + tokensPerLine).join(' ')}\n`
  }
  return lines
}

interface SearchableProps {
  /** The text of another kind begins at its top. */
  readonly kind: string
  readonly text: string
  readonly children: React.ReactNode
}

function Searchable({ kind, text, children }: SearchableProps) {
  const [query, setQuery] = useState('')
  const [current, setCurrent] = useState(0)
  const places = useMemo(() => findText(text, query), [text, query])
  const at = current % Math.max(1, places.length)
  const step = (by: number) => setCurrent((at + by + places.length) % Math.max(1, places.length))
  const words =
    query === '' ? '' : places.length === 0 ? 'None' : `${formatNumber(at + 1)} of ${formatNumber(places.length)}`
  return (
    <>
      <div className="prompt-bar">
        {children}
        <input
          type="search"
          className="setting-field prompt-search"
          aria-label="Search the prompt"
          placeholder="Search"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setCurrent(0)
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
          }}
        />
        <span className="prompt-count number" role="status">
          {words}
        </span>
        <IconButton label="Previous match" size="small" disabled={places.length < 2} onClick={() => step(-1)}>
          <ChevronUp />
        </IconButton>
        <IconButton label="Next match" size="small" disabled={places.length < 2} onClick={() => step(1)}>
          <ChevronDown />
        </IconButton>
      </div>
      <PromptText key={kind} text={text} places={places} length={query.length} current={places[at]} />
    </>
  )
}

interface PromptTextProps {
  readonly text: string
  readonly places: readonly number[]
  readonly length: number
  readonly current: number | undefined
}

/** In chunks of lines, of which the browser lays out only those near the visible part. */
function PromptText({ text, places, length, current }: PromptTextProps) {
  const chunks = useMemo(() => lineChunks(text), [text])
  const scroller = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each match that is gone to
  useEffect(() => {
    scroller.current?.querySelector('mark[data-current=true]')?.scrollIntoView({ block: 'center' })
  }, [current, length])
  let start = 0
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the prompt is scrolled with the keyboard
    <section ref={scroller} className="page-view-text prompt-text" tabIndex={0} aria-label="Text of the prompt">
      {inPlace(chunks, (chunk) => {
        const from = start
        start += chunk.length
        return <pre className="prompt-chunk">{marked(chunk, from, places, length, current)}</pre>
      })}
    </section>
  )
}

function marked(
  chunk: string,
  from: number,
  places: readonly number[],
  length: number,
  current: number | undefined,
): React.ReactNode {
  const parts: React.ReactNode[] = []
  let at = 0
  for (const place of places) {
    const start = place - from
    if (start < at || start >= chunk.length) continue
    parts.push(
      chunk.slice(at, start),
      <mark key={place} data-current={place === current}>
        {chunk.slice(start, start + length)}
      </mark>,
    )
    at = start + length
  }
  return [...parts, chunk.slice(at)]
}
