import type { MouseEvent, ReactNode } from 'react'
import { openableAddress } from '../../../contract/openable-address.js'
import { textOf } from '../../../markdown/inline-tree.js'
import type { InlineNode } from '../../../markdown/nodes.js'
import { shownAddress } from '../../../markdown/shown-address.js'
import { inPlace } from '../../ui/in-place.js'
import { Formula } from './formula.js'
import { OpenLink } from './open-link.js'
import { ReferencedText } from './references.js'

/** Renders the inline content of a block. */
export function Inline({ nodes }: { readonly nodes: readonly InlineNode[] }): ReactNode {
  return inPlace(nodes, (node) => <InlineElement node={node} />)
}

function InlineElement({ node }: { readonly node: InlineNode }): ReactNode {
  switch (node.type) {
    case 'text':
      return <ReferencedText text={node.text} />
    case 'code':
      return (
        <code className="md-code">
          <ReferencedText text={node.text} />
        </code>
      )
    case 'break':
      return <br />
    case 'link':
      return (
        <Address href={node.href} label={textOf(node.children)}>
          <Inline nodes={node.children} />
        </Address>
      )
    case 'image':
      // Images are never loaded, because their address could send text out.
      return (
        <Address href={node.href} label={node.text}>
          {node.text || 'Image'}
        </Address>
      )
    case 'formula':
      return <Formula formula={node.formula} />
    case 'note-reference':
      return <NoteMark label={node.label} />
    default: {
      const Element = node.type
      return (
        <Element>
          <Inline nodes={node.children} />
        </Element>
      )
    }
  }
}

export const TaskBox = ({ isChecked }: { readonly isChecked: boolean }) => (
  <input type="checkbox" checked={isChecked} disabled aria-label={isChecked ? 'Done' : 'To do'} />
)

interface AddressProps {
  readonly href: string
  readonly label: string
  readonly children: ReactNode
}

function Address({ href, label, children }: AddressProps): ReactNode {
  const address = openableAddress(href)
  if (address) return <OpenLink address={address}>{children}</OpenLink>
  return (
    <>
      {children}
      {shownAddress(href, label)}
    </>
  )
}

function NoteMark({ label }: { readonly label: string }) {
  const showNote = ({ currentTarget }: MouseEvent) => {
    const notes = currentTarget.closest('.md')?.querySelectorAll<HTMLElement>('[data-note]') ?? []
    const note = [...notes].find(({ dataset }) => dataset.note === label)
    note?.scrollIntoView({ block: 'nearest' })
    note?.focus({ preventScroll: true })
  }
  return (
    <sup>
      <button type="button" className="md-note-mark" aria-label={`Footnote ${label}`} onClick={showNote}>
        {label}
      </button>
    </sup>
  )
}
