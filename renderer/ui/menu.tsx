import './menu.css'
import { ContextMenu as BaseContextMenu } from '@base-ui/react/context-menu'
import { Menu as BaseMenu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { type ReactElement, type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { bySection } from './menu-sections.js'
import { MiddleCut } from './middle-cut.js'

export interface MenuEntry {
  /** Needed only where two entries may have the same label. */
  readonly id?: string
  readonly label: string
  /** Shown beside the label in a quieter colour. */
  readonly detail?: string
  /** This entry is the current choice of its section. */
  readonly isChecked?: boolean
  readonly isDisabled?: boolean
  readonly shortcut?: string
  readonly icon?: ReactNode
  readonly isDanger?: boolean
  /** The heading above this entry and the following entries with the same section. */
  readonly section?: string
  /** Called after the focus has returned to where it was before the menu opened. */
  readonly run: () => void
}

interface EntriesProps {
  readonly entries: readonly MenuEntry[]
  /** The element that opens the menu. */
  readonly children: ReactElement<Record<string, unknown>>
}

interface MenuProps extends EntriesProps {
  /** The accessible name, where the trigger's name does not fit the menu. */
  readonly label?: string
  readonly align?: 'start' | 'end'
  readonly onOpen?: () => void
}

/** Keys that open a menu and focus its first entry. */
const openingKeys: readonly string[] = ['Enter', ' ', 'ArrowDown']

/**
 * A menu that opens below a button. Base UI moves the focus one frame after opening or closing, and keys pressed in that
 * frame are lost; here the focus moves in the same step.
 */
export function Menu({ entries, children, label, align = 'start', onOpen }: MenuProps) {
  const [open, setOpen] = useState<'no' | 'by-pointer' | 'by-key'>('no')
  const trigger = useRef<HTMLButtonElement>(null)
  const openWith = (how: 'by-pointer' | 'by-key') => {
    setOpen(how)
    onOpen?.()
  }
  const returnFocus = () => trigger.current?.focus()
  const choose = (entry: MenuEntry) => {
    setOpen('no')
    returnFocus()
    entry.run()
  }
  return (
    <BaseMenu.Root
      open={open !== 'no'}
      onOpenChange={(isOpen, { reason }) => {
        if (isOpen) return openWith('by-pointer')
        if (reason === 'escape-key' || reason === 'outside-press') returnFocus()
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
          // `detail` is 0 for a click by assistive software or by our own code.
          if (open !== 'no' || event.detail > 0) return
          event.preventBaseUIHandler()
          openWith('by-key')
        }}
      />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align={align} className="menu-positioner">
          <BaseMenu.Popup className="menu" aria-label={label} finalFocus={false}>
            <FocusOnOpen isOpen={open !== 'no'} focusesFirst={open === 'by-key'} />
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

interface FocusOnOpenProps {
  readonly isOpen: boolean
  /** The first entry gets the focus; otherwise the menu itself. */
  readonly focusesFirst: boolean
}

/** Placed in a menu, moves the focus into it in the same commit that opens it. */
function FocusOnOpen({ isOpen, focusesFirst }: FocusOnOpenProps) {
  const mark = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    if (!isOpen) return
    const menu = mark.current?.closest<HTMLElement>('[role=menu]')
    // Focus the menu first: then Base UI does not move the focus a frame later.
    menu?.focus({ preventScroll: true })
    if (!focusesFirst) return
    // Base UI learns from the focused entry where the arrow keys start, but only after its own effects have run.
    queueMicrotask(() => menu?.querySelector<HTMLElement>('[role^=menuitem]:not([data-disabled])')?.focus())
  }, [isOpen, focusesFirst])
  return <i ref={mark} hidden />
}

const keyOf = ({ id, label }: MenuEntry) => id ?? label

interface ItemsProps {
  readonly entries: readonly MenuEntry[]
  readonly choose: (entry: MenuEntry) => void
}

/** Base UI would move the focus back to the entry. */
const onChoose =
  (entry: MenuEntry, choose: (entry: MenuEntry) => void) => (event: { readonly preventBaseUIHandler: () => void }) => {
    event.preventBaseUIHandler()
    choose(entry)
  }

/** The entries of a section: actions, or radio choices if one is checked. */
function Items({ entries, choose }: ItemsProps) {
  const checked = entries.find((entry) => entry.isChecked)
  if (!checked) {
    return entries.map((entry) => (
      <BaseMenu.Item
        key={keyOf(entry)}
        className={itemClass(entry)}
        disabled={entry.isDisabled}
        onClick={onChoose(entry, choose)}
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
          onClick={onChoose(entry, choose)}
        >
          <span className="menu-check">{entry.isChecked && <Check />}</span>
          <Entry entry={entry} />
        </BaseMenu.RadioItem>
      ))}
    </BaseMenu.RadioGroup>
  )
}

/** A menu that opens with a right click on `children`; without entries there is none. */
export function ContextMenu({ entries, children }: EntriesProps) {
  const [isOpen, setOpen] = useState(false)
  const before = useRef<Element>(null)
  const returnFocus = () => restoreFocus(before)
  const choose = (entry: MenuEntry) => {
    setOpen(false)
    returnFocus()
    entry.run()
  }
  return (
    <BaseContextMenu.Root
      open={isOpen}
      onOpenChange={(willOpen, { reason }) => {
        if (willOpen) before.current = document.activeElement
        else if (reason === 'escape-key' || reason === 'outside-press') returnFocus()
        setOpen(willOpen)
      }}
    >
      <BaseContextMenu.Trigger render={children} />
      {entries.length > 0 && (
        <BaseContextMenu.Portal>
          <BaseContextMenu.Positioner className="menu-positioner">
            <BaseContextMenu.Popup className="menu" finalFocus={false}>
              <FocusOnOpen isOpen={isOpen} focusesFirst={false} />
              {entries.map((entry) => (
                <BaseContextMenu.Item key={entry.label} className={itemClass(entry)} onClick={onChoose(entry, choose)}>
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

function restoreFocus({ current }: RefObject<Element | null>): void {
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
