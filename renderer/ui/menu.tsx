import './menu.css'
import { ContextMenu as BaseContextMenu } from '@base-ui/react/context-menu'
import { Menu as BaseMenu } from '@base-ui/react/menu'
import { type ReactElement, type ReactNode, useRef } from 'react'
import { bySection } from './menu-sections.js'

export interface MenuEntry {
  readonly label: string
  readonly shortcut?: string
  readonly icon?: ReactNode
  readonly isDanger?: boolean
  /** A heading above this entry and those that follow it with the same. */
  readonly section?: string
  readonly run: () => void
}

interface MenuProps {
  readonly entries: readonly MenuEntry[]
  /** The element that opens the menu. */
  readonly children: ReactElement<Record<string, unknown>>
}

/** A menu that opens below a button. When it is left without a choice the focus goes back to the button. */
export function Menu({ entries, children }: MenuProps) {
  const hasChosen = useRef(false)
  const choose = (entry: MenuEntry) => {
    hasChosen.current = true
    entry.run()
  }
  return (
    <BaseMenu.Root
      onOpenChange={(isOpen) => {
        if (isOpen) hasChosen.current = false
      }}
    >
      <BaseMenu.Trigger render={children} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align="start" className="menu-positioner">
          <BaseMenu.Popup className="menu" finalFocus={() => !hasChosen.current}>
            {bySection(entries).map(({ section, entries: inside }) => (
              <BaseMenu.Group key={section ?? ''} className="menu-group">
                {section !== undefined && <BaseMenu.GroupLabel className="menu-section">{section}</BaseMenu.GroupLabel>}
                {inside.map((entry) => (
                  <BaseMenu.Item key={entry.label} className={itemClass(entry)} onClick={() => choose(entry)}>
                    <Entry entry={entry} />
                  </BaseMenu.Item>
                ))}
              </BaseMenu.Group>
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  )
}

/** The same for a right click on `children`; without entries there is no menu. */
export function ContextMenu({ entries, children }: MenuProps) {
  return (
    <BaseContextMenu.Root>
      <BaseContextMenu.Trigger render={children} />
      {entries.length > 0 && (
        <BaseContextMenu.Portal>
          <BaseContextMenu.Positioner className="menu-positioner">
            <BaseContextMenu.Popup className="menu" finalFocus={false}>
              {entries.map((entry) => (
                <BaseContextMenu.Item key={entry.label} className={itemClass(entry)} onClick={entry.run}>
                  <Entry entry={entry} />
                </BaseContextMenu.Item>
              ))}
            </BaseContextMenu.Popup>
          </BaseContextMenu.Positioner>
        </BaseContextMenu.Portal>
      )}
    </BaseContextMenu.Root>
  )
}

const itemClass = ({ isDanger }: MenuEntry) => (isDanger ? 'menu-item menu-item-danger' : 'menu-item')

const Entry = ({ entry }: { readonly entry: MenuEntry }) => (
  <>
    {entry.icon}
    <span className="menu-label">{entry.label}</span>
    {entry.shortcut && <span className="menu-shortcut">{entry.shortcut}</span>}
  </>
)
