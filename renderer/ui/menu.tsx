import './menu.css'
import { ContextMenu as BaseContextMenu } from '@base-ui/react/context-menu'
import { Menu as BaseMenu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { type ReactElement, type ReactNode, useRef } from 'react'
import { bySection } from './menu-sections.js'
import { MiddleCut } from './middle-cut.js'

export interface MenuEntry {
  /** Where two entries may have the same label. */
  readonly id?: string
  readonly label: string
  /** Beside the label, in a lower voice. */
  readonly detail?: string
  /** Of the entries of a section that have this one is in force. */
  readonly isChecked?: boolean
  readonly isDisabled?: boolean
  /** It opens nothing that takes the focus. */
  readonly isInPlace?: boolean
  readonly shortcut?: string
  readonly icon?: ReactNode
  readonly isDanger?: boolean
  /** A heading above this entry and those that follow it with the same. */
  readonly section?: string
  readonly run: () => void
}

interface EntriesProps {
  readonly entries: readonly MenuEntry[]
  /** The element that opens the menu. */
  readonly children: ReactElement<Record<string, unknown>>
}

interface MenuProps extends EntriesProps {
  /** Where the trigger's own name is not one for the menu. */
  readonly label?: string
  readonly align?: 'start' | 'end'
  readonly onOpen?: () => void
}

/** A menu that opens below a button. The focus goes back to the button, unless what was chosen takes it elsewhere. */
export function Menu({ entries, children, label, align = 'start', onOpen }: MenuProps) {
  const isLeft = useRef(false)
  const choose = (entry: MenuEntry) => {
    isLeft.current = !entry.isInPlace
    entry.run()
  }
  return (
    <BaseMenu.Root
      onOpenChange={(isOpen) => {
        if (!isOpen) return
        isLeft.current = false
        onOpen?.()
      }}
    >
      <BaseMenu.Trigger render={children} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align={align} className="menu-positioner">
          <BaseMenu.Popup className="menu" aria-label={label} finalFocus={() => !isLeft.current}>
            {bySection(entries).map(({ section, entries: inside }) => (
              <BaseMenu.Group key={section ?? ''} className="menu-group">
                {section !== undefined && <BaseMenu.GroupLabel className="menu-section">{section}</BaseMenu.GroupLabel>}
                <Items entries={inside} choose={choose} />
              </BaseMenu.Group>
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  )
}

const keyOf = ({ id, label }: MenuEntry) => id ?? label

interface ItemsProps {
  readonly entries: readonly MenuEntry[]
  readonly choose: (entry: MenuEntry) => void
}

/** The entries of a section: actions, or the choices of which one is in force. */
function Items({ entries, choose }: ItemsProps) {
  const checked = entries.find((entry) => entry.isChecked)
  if (!checked) {
    return entries.map((entry) => (
      <BaseMenu.Item
        key={keyOf(entry)}
        className={itemClass(entry)}
        disabled={entry.isDisabled}
        onClick={() => choose(entry)}
      >
        <Entry entry={entry} />
      </BaseMenu.Item>
    ))
  }
  return (
    <BaseMenu.RadioGroup value={keyOf(checked)}>
      {entries.map((entry) => (
        <BaseMenu.RadioItem
          key={keyOf(entry)}
          value={keyOf(entry)}
          className={itemClass(entry)}
          disabled={entry.isDisabled}
          closeOnClick
          onClick={() => choose(entry)}
        >
          <span className="menu-check">{entry.isChecked && <Check />}</span>
          <Entry entry={entry} />
        </BaseMenu.RadioItem>
      ))}
    </BaseMenu.RadioGroup>
  )
}

/** The same for a right click on `children`; without entries there is no menu. */
export function ContextMenu({ entries, children }: EntriesProps) {
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
    <MiddleCut className="menu-label" text={entry.label} />
    {entry.detail && <span className="menu-detail number">{entry.detail}</span>}
    {entry.shortcut && <span className="menu-shortcut">{entry.shortcut}</span>}
  </>
)
