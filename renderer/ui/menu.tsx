import './menu.css'
import { Menu as BaseMenu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { type FocusEvent, type ReactElement, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { rememberFocus } from './focus.js'
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

/** Keys that open a menu, and which of its entries they focus. */
const openingKeys: Readonly<Record<string, 'first' | 'last'>> = {
  Enter: 'first',
  ' ': 'first',
  ArrowDown: 'first',
  ArrowUp: 'last',
}

/** What gets the focus in an open menu: the menu itself after a click, an entry after a key. */
type OpenMenu = 'menu' | 'first' | 'last'

/**
 * A menu that opens below a button. Base UI moves the focus one frame after opening or closing, and keys pressed in that
 * frame are lost; here the focus moves in the same step, and returns to where it was.
 */
export function Menu({ entries, children, label, align = 'start', onOpen }: MenuProps) {
  const [open, setOpen] = useState<OpenMenu>()
  const trigger = useRef<HTMLButtonElement>(null)
  const returnFocus = useRef(() => {})
  const openOn = (place: OpenMenu) => {
    returnFocus.current = rememberFocus(() => trigger.current)
    setOpen(place)
    onOpen?.()
  }
  const close = () => {
    setOpen(undefined)
    returnFocus.current()
  }
  const choose = (entry: MenuEntry) => {
    close()
    entry.run()
  }
  return (
    <BaseMenu.Root
      open={open !== undefined}
      onOpenChange={(isOpen, details) => {
        if (isOpen) return openOn('menu')
        if (details.reason === 'outside-press') keepFocusThroughClick(details.event)
        if (isClosedByUser(details.reason)) close()
        else setOpen(undefined)
      }}
    >
      <BaseMenu.Trigger
        ref={trigger}
        render={children}
        // Otherwise the click that opens the menu would put the focus on the trigger.
        onMouseDown={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          const place = openingKeys[event.key]
          if (open !== undefined || !place) return
          event.preventBaseUIHandler()
          event.preventDefault()
          openOn(place)
        }}
        onClick={(event) => {
          // `detail` is 0 for a click by assistive software or by our own code.
          if (open !== undefined || event.detail > 0) return
          event.preventBaseUIHandler()
          openOn('first')
        }}
      />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align={align} className="menu-positioner">
          <BaseMenu.Popup
            className="menu"
            aria-label={label}
            finalFocus={false}
            onBlur={(event) => leavesPopup(event) && setOpen(undefined)}
          >
            <FocusOnOpen open={open} />
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

const isClosedByUser = (reason: string) =>
  reason === 'escape-key' || reason === 'outside-press' || reason === 'trigger-press'

/** Whether the focus moves out of the popup, to another element of the window. */
const leavesPopup = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) =>
  relatedTarget !== null && !currentTarget.contains(relatedTarget)

/** A click outside only closes a menu; after `pointerdown` comes a `mousedown` that would move the focus. */
function keepFocusThroughClick({ type }: Event): void {
  if (type !== 'pointerdown') return
  window.addEventListener('mousedown', (event) => event.preventDefault(), { capture: true, once: true })
}

interface FocusOnOpenProps {
  readonly open: OpenMenu | undefined
}

/** Placed in a menu, moves the focus into it in the same commit that opens it. */
function FocusOnOpen({ open }: FocusOnOpenProps) {
  const mark = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    if (open === undefined) return
    const menu = mark.current?.closest<HTMLElement>('[role=menu]')
    // The menu itself first, so that Base UI does not move the focus a frame later.
    menu?.focus({ preventScroll: true })
    if (open === 'menu') return
    // Base UI learns from a focused entry where the arrow keys begin, but only after its own effects.
    queueMicrotask(() => {
      const items = [...(menu?.querySelectorAll<HTMLElement>('[role^=menuitem]:not([data-disabled])') ?? [])]
      items.at(open === 'first' ? 0 : -1)?.focus()
    })
  }, [open])
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

const itemClass = ({ isDanger }: MenuEntry) => (isDanger ? 'menu-item menu-item-danger' : 'menu-item')

const Entry = ({ entry }: { readonly entry: MenuEntry }) => (
  <>
    {entry.icon}
    <MiddleCut className="menu-label" text={entry.label} />
    {entry.detail && <span className="menu-detail number">{entry.detail}</span>}
    {entry.shortcut && <span className="menu-shortcut">{entry.shortcut}</span>}
  </>
)
