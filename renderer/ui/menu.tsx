import './menu.css'
import { ContextMenu as BaseContextMenu } from '@base-ui/react/context-menu'
import { Menu as BaseMenu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { type ReactElement, type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react'
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
  readonly shortcut?: string
  readonly icon?: ReactNode
  readonly isDanger?: boolean
  /** A heading above this entry and those that follow it with the same. */
  readonly section?: string
  /** The focus is back where it was before the menu when this is called, and may be moved on. */
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

/** What a menu is opened with where no mouse is: on these keys the first entry has the focus. */
const openingKeys: readonly string[] = ['Enter', ' ', 'ArrowDown']

/**
 * A menu that opens below a button. Base UI moves the focus in the frame after it opens or closes, and the keys of that
 * frame are lost; here the focus goes in and out in the same step.
 */
export function Menu({ entries, children, label, align = 'start', onOpen }: MenuProps) {
  const [open, setOpen] = useState<'no' | 'by-pointer' | 'by-key'>('no')
  const trigger = useRef<HTMLButtonElement>(null)
  const openWith = (means: 'by-pointer' | 'by-key') => {
    setOpen(means)
    onOpen?.()
  }
  const leave = () => trigger.current?.focus()
  const choose = (entry: MenuEntry) => {
    setOpen('no')
    leave()
    entry.run()
  }
  return (
    <BaseMenu.Root
      open={open !== 'no'}
      onOpenChange={(isOpen, { reason }) => {
        if (isOpen) return openWith('by-pointer')
        if (reason === 'escape-key' || reason === 'outside-press') leave()
        setOpen('no')
      }}
    >
      <BaseMenu.Trigger
        ref={trigger}
        render={children}
        onKeyDown={(event) => {
          if (open !== 'no' || !openingKeys.includes(event.key)) return
          event.preventBaseUIHandler()
          event.preventDefault()
          openWith('by-key')
        }}
        onClick={(event) => {
          // Of assistive software, or of our own code.
          if (open !== 'no' || event.detail > 0) return
          event.preventBaseUIHandler()
          openWith('by-key')
        }}
      />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align={align} className="menu-positioner">
          <BaseMenu.Popup className="menu" aria-label={label} finalFocus={false}>
            <TakeFocus isOpen={open !== 'no'} takesFirst={open === 'by-key'} />
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

interface TakeFocusProps {
  readonly isOpen: boolean
  /** The first entry takes the focus; else the menu itself. */
  readonly takesFirst: boolean
}

/** Stands in a menu and moves the focus into it in the commit that opens it. */
function TakeFocus({ isOpen, takesFirst }: TakeFocusProps) {
  const mark = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    if (!isOpen) return
    const menu = mark.current?.closest<HTMLElement>('[role=menu]')
    // The menu itself first: Base UI then puts the focus nowhere else a frame later.
    menu?.focus({ preventScroll: true })
    if (!takesFirst) return
    // An entry tells Base UI where the arrow keys begin, which it hears after its own effects.
    queueMicrotask(() => menu?.querySelector<HTMLElement>('[role^=menuitem]:not([data-disabled])')?.focus())
  }, [isOpen, takesFirst])
  return <i ref={mark} hidden />
}

const keyOf = ({ id, label }: MenuEntry) => id ?? label

interface ItemsProps {
  readonly entries: readonly MenuEntry[]
  readonly choose: (entry: MenuEntry) => void
}

/** Base UI would put the focus back on the entry. */
const chooses =
  (entry: MenuEntry, choose: (entry: MenuEntry) => void) => (event: { readonly preventBaseUIHandler: () => void }) => {
    event.preventBaseUIHandler()
    choose(entry)
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
        onClick={chooses(entry, choose)}
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
          onClick={chooses(entry, choose)}
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
  const [isOpen, setOpen] = useState(false)
  const before = useRef<Element>(null)
  const leave = () => focusAgain(before)
  const choose = (entry: MenuEntry) => {
    setOpen(false)
    leave()
    entry.run()
  }
  return (
    <BaseContextMenu.Root
      open={isOpen}
      onOpenChange={(willOpen, { reason }) => {
        if (willOpen) before.current = document.activeElement
        else if (reason === 'escape-key' || reason === 'outside-press') leave()
        setOpen(willOpen)
      }}
    >
      <BaseContextMenu.Trigger render={children} />
      {entries.length > 0 && (
        <BaseContextMenu.Portal>
          <BaseContextMenu.Positioner className="menu-positioner">
            <BaseContextMenu.Popup className="menu" finalFocus={false}>
              <TakeFocus isOpen={isOpen} takesFirst={false} />
              {entries.map((entry) => (
                <BaseContextMenu.Item key={entry.label} className={itemClass(entry)} onClick={chooses(entry, choose)}>
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

function focusAgain({ current }: RefObject<Element | null>): void {
  if (current instanceof HTMLElement) current.focus({ preventScroll: true })
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
