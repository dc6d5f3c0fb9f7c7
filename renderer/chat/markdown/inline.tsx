import type { MarkedToken, Token } from 'marked'
import type { ReactNode } from 'react'
import { openableAddress } from '../../../contract/openable-address.js'
import { inPlace } from '../../ui/in-place.js'
import { decodeEntities } from './entities.js'
import { OpenLink } from './open-link.js'

/** Renders the inline tokens of a block. Raw HTML is shown as text. */
export function Inline({ tokens }: { readonly tokens: readonly Token[] | undefined }): ReactNode {
  return tokens && inPlace(tokens, (token) => <InlineToken token={token as MarkedToken} />)
}

function InlineToken({ token }: { readonly token: MarkedToken }): ReactNode {
  switch (token.type) {
    case 'text':
      return token.tokens ? <Inline tokens={token.tokens} /> : decodeEntities(token.text)
    case 'escape':
      return token.text
    case 'strong':
      return (
        <strong>
          <Inline tokens={token.tokens} />
        </strong>
      )
    case 'em':
      return (
        <em>
          <Inline tokens={token.tokens} />
        </em>
      )
    case 'del':
      return (
        <del>
          <Inline tokens={token.tokens} />
        </del>
      )
    case 'codespan':
      return <code className="md-code">{token.text}</code>
    case 'br':
      return <br />
    case 'link':
      return (
        <Address href={token.href} label={token.text}>
          <Inline tokens={token.tokens} />
        </Address>
      )
    case 'image':
      // Images are never loaded, because their address could send text out.
      return (
        <Address href={token.href} label={token.text}>
          {token.text || 'Image'}
        </Address>
      )
    case 'checkbox':
      return <TaskBox isChecked={token.checked} />
    default:
      return token.raw
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
      {href !== '' && href !== label && ` (${href})`}
    </>
  )
}
