import './code-block.css'
import { Check, Copy, WrapText } from 'lucide-react'
import { memo, type RefObject, useContext, useEffect, useRef, useState } from 'react'
import { CopyContext, useCopied } from '../../ui/copy.js'
import { DragOut } from '../../ui/drag-out.js'
import { IconButton } from '../../ui/icon-button.js'
import { inPlace } from '../../ui/in-place.js'
import { useIsNear } from '../../ui/use-is-near.js'
import { type CodeLines, highlight } from './highlight.js'
import { lineChunks } from './line-chunks.js'

interface CodeBlockProps {
  readonly code: string
  readonly language: string | undefined
  /** Code is highlighted only when it is complete. */
  readonly isFinished: boolean
}

export function CodeBlock({ code, language, isFinished }: CodeBlockProps) {
  const name = language?.trim().split(/\s+/)[0]
  const [isWrapped, setWrapped] = useState(false)
  return (
    <div className="code-block" dir="ltr" data-wrapped={isWrapped}>
      <div className="code-head" data-named={Boolean(name)}>
        {name && <span className="code-language">{name}</span>}
        <IconButton
          label="Wrap lines"
          size="small"
          className="code-wrap"
          aria-pressed={isWrapped}
          onClick={() => setWrapped(!isWrapped)}
        >
          <WrapText />
        </IconButton>
        <DragOut source={{ kind: 'code', text: code, language: name ?? '' }} />
        <CopyCode code={code} />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a group of text, and no form */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled with the keyboard */}
      <pre tabIndex={0} role="group" aria-label={name ? `Code, ${name}` : 'Code'}>
        {isFinished ? <FinishedCode code={code} language={language} /> : <PlainCode code={code} />}
      </pre>
    </div>
  )
}

function CopyCode({ code }: { readonly code: string }) {
  const copy = useContext(CopyContext)
  const [isCopied, showCopied] = useCopied()
  const onClick = () => copy(code).then(showCopied, () => {})
  return (
    <IconButton label={isCopied ? 'Copied' : 'Copy code'} size="small" onClick={onClick}>
      {isCopied ? <Check /> : <Copy />}
    </IconButton>
  )
}

interface PlainCodeProps {
  readonly code: string
  readonly ref?: RefObject<HTMLElement | null>
}

/** Code in chunks of lines, so that growing code only renders its end. */
function PlainCode({ code, ref }: PlainCodeProps) {
  return (
    <code ref={ref}>
      {inPlace(lineChunks(code), (chunk) => (
        <Chunk text={chunk} />
      ))}
    </code>
  )
}

const Chunk = memo(({ text }: { readonly text: string }) => <span className="code-chunk">{text}</span>)

function FinishedCode({ code, language }: { readonly code: string; readonly language: string | undefined }) {
  const [lines, setLines] = useState<CodeLines>()
  const plain = useRef<HTMLElement>(null)
  const isNear = useIsNear(plain)
  useEffect(() => {
    if (!isNear) return
    let isCurrent = true
    highlight(code, language).then(
      (result) => isCurrent && setLines(result),
      (error: unknown) => console.warn('Highlighting failed; the code is shown plain:', error),
    )
    return () => {
      isCurrent = false
    }
  }, [code, language, isNear])
  if (!lines) return <PlainCode code={code} ref={plain} />
  return (
    <code>
      {inPlace(lines, (line) => (
        <span className="code-line">
          {inPlace(line, ({ text, kind }) => (
            <span className={`tok-${kind}`}>{text}</span>
          ))}
          {'\n'}
        </span>
      ))}
    </code>
  )
}
