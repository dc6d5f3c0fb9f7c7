import './prompt-view.css'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useContext, useEffect, useMemo, useState } from 'react'
import type { ShownPrompt } from '../../../contract/context.js'
import { chainOf, inheritedFrom } from '../../../contract/project.js'
import { replySettings } from '../../../contract/settings.js'
import { loadPrompt } from '../../stores/context.js'
import { findConversation } from '../../stores/conversation-list.js'
import { useConversations } from '../../stores/conversations.js'
import { useFolders } from '../../stores/folders.js'
import { useLentDocuments } from '../../stores/lent-documents.js'
import { type PromptTarget, showPrompt, useView } from '../../stores/view.js'
import { Button } from '../../ui/button.js'
import { CopyContext, useCopied } from '../../ui/copy.js'
import { Dialog, DialogClose, DialogTitle } from '../../ui/dialog.js'
import { IconButton } from '../../ui/icon-button.js'
import { Segmented } from '../../ui/segmented.js'
import { formatNumber, plural } from '../../ui/words.js'
import { findText } from './find-text.js'
import { type PromptContent, type PromptKind, promptContent } from './prompt-content.js'
import { PromptText } from './prompt-text.js'

/** A dialog with the prompt exactly as the model receives it, as text with markers or as token ids. */
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

function Content({ of }: { readonly of: PromptTarget }) {
  const [shown, setShown] = useState<ShownPrompt | Error>()
  const [kind, setKind] = useState<PromptKind>('text')
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
  const prompt = shown instanceof Error ? undefined : shown
  const content = useMemo(() => prompt && promptContent(prompt, kind), [prompt, kind])
  return (
    <div className="page-view-inner">
      <header className="page-view-head">
        <div className="page-view-title">
          <DialogTitle>{of.isCheck ? 'Prompt of the check' : 'Prompt'}</DialogTitle>
          <p className="number">
            {prompt
              ? `${plural(prompt.tokens.length, 'token')}, exactly as the model receives them`
              : 'What the model receives'}
          </p>
          <FromProject of={of} />
        </div>
        <Button disabled={!content} onClick={() => content && copy(content.text).then(showCopied, () => {})}>
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
      {content && (
        <Searchable kind={kind} content={content}>
          <Segmented label="Show the prompt as" options={kinds} value={kind} onChange={setKind} />
        </Searchable>
      )}
    </div>
  )
}

/** Which settings of the next prompt come from the project. Those of a reply are in its recipe, whatever the project says now. */
function FromProject({ of: { conversationId, messageId } }: { readonly of: PromptTarget }) {
  const folderId = useConversations(({ conversations }) => findConversation(conversations, conversationId)?.folderId)
  const own = useConversations(({ transcript }) => transcript?.ownNames)
  const folders = useFolders((state) => state.folders)
  const given = inheritedFrom(chainOf(folders, folderId)).filter(({ name }) => !own?.includes(name))
  const lent = useLentDocuments()
  const words = [
    ...given.map(
      ({ name, folder }) =>
        `${name === 'model' ? 'model' : replySettings[name].label.toLowerCase()} from ${folder.name}`,
    ),
    ...lent.map(({ folder, documents }) => `${plural(documents.length, 'document')} from ${folder.name}`),
  ]
  if (messageId !== undefined || words.length === 0) return null
  return <p>With {words.join(', ')}</p>
}

interface SearchableProps {
  /** Another kind starts at the top. */
  readonly kind: PromptKind
  readonly content: PromptContent
  readonly children: React.ReactNode
}

function Searchable({ kind, content, children }: SearchableProps) {
  const [query, setQuery] = useState('')
  const [current, setCurrent] = useState(0)
  const places = useMemo(() => findText(content.text, query), [content, query])
  const at = current % Math.max(1, places.length)
  const step = (by: number) => setCurrent((at + by + places.length) % Math.max(1, places.length))
  const words =
    query === '' ? '' : places.length === 0 ? 'No matches' : `${formatNumber(at + 1)} of ${formatNumber(places.length)}`
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
      <PromptText key={kind} content={content} places={places} length={query.length} current={places[at]} />
    </>
  )
}
