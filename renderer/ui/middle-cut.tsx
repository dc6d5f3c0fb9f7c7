import './middle-cut.css'
import { splitName } from './split-name.js'

/** A name shortened in its middle, because models of one family differ at their end. */
export function MiddleCut({ text, className = '' }: { readonly text: string; readonly className?: string }) {
  const { head, tail } = splitName(text)
  if (tail === '') return <span className={className}>{text}</span>
  return (
    <span className={`middle-cut ${className}`}>
      <span className="hidden">{text}</span>
      <span className="middle-cut-head" aria-hidden="true">
        {head}
      </span>
      <span aria-hidden="true">{tail}</span>
    </span>
  )
}
