import { createContext, type MouseEvent, type ReactNode, useContext } from 'react'

/** Opens an address outside Parley, after main has shown it in full. A context, because components must not import the bridge. */
export const OpenLinkContext = createContext<(address: string) => void>(() => {})

export function OpenLink({ address, children }: { readonly address: string; readonly children: ReactNode }) {
  const open = useContext(OpenLinkContext)
  const onClick = (event: MouseEvent) => {
    event.preventDefault()
    open(address)
  }
  return (
    <a className="md-link" href={address} title={address} draggable={false} onClick={onClick} onAuxClick={onClick}>
      {children}
    </a>
  )
}
